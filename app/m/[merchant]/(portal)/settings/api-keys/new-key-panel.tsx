import { useTranslations } from "next-intl"
import { SecretPanel } from "@/components/ui/secret-panel"

export type CreatedKey = { name: string; key: string }

/** Shows the new key in clear, once. */
export function NewKeyPanel({ created, onCopied }: { created: CreatedKey; onCopied: () => void }) {
  const t = useTranslations("settings.keys.created")
  return (
    <SecretPanel
      name={t("label")}
      secret={{ label: t("key", { name: created.name }), value: created.key }}
      hint={t("hint")}
      copiedLabel={t("copied")}
      onCopied={onCopied}
    />
  )
}
