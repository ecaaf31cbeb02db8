import { useTranslations } from "next-intl"
import { CodeBlock } from "@/components/ui/code-block"
import { SecretPanel } from "@/components/ui/secret-panel"
import { curlForKey } from "./curl"

export type CreatedKey = {
  name: string
  key: string
  /** Whether the key may send orders. */
  mayOrder: boolean
  /** A location that the key may send orders for. */
  location: { ref: string; name: string } | undefined
}

/** Shows the new key in clear, once, and a call that proves it works. */
export function NewKeyPanel({
  created,
  apiUrl,
  onCopied,
}: {
  created: CreatedKey
  apiUrl: string
  onCopied: () => void
}) {
  const t = useTranslations("settings.keys.created")
  const ordersAt = created.mayOrder ? created.location : undefined
  return (
    <SecretPanel
      name={t("label")}
      secret={{ label: t("key", { name: created.name }), value: created.key }}
      hint={ordersAt ? t("orderStaysOpen") : created.mayOrder ? t("noLocation") : t("readsOnly")}
      copiedLabel={t("copied")}
      onCopied={onCopied}
      className="space-y-4"
    >
      <CodeBlock
        code={curlForKey({ apiUrl, key: created.key, locationRef: ordersAt?.ref })}
        label={ordersAt ? t("tryOrder", { location: ordersAt.name }) : t("tryLocations")}
      />
    </SecretPanel>
  )
}
