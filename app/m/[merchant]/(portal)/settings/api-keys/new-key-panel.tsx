"use client"
import { useTranslations } from "next-intl"
import { useEffect, useRef } from "react"
import { Button } from "@/components/ui/button"
import { CodeBlock } from "@/components/ui/code-block"
import { SecretOnce } from "@/components/ui/secret-once"
import { curlForKey } from "./curl"

export type CreatedKey = {
  name: string
  key: string
  /** Whether the key may hand orders over. */
  mayOrder: boolean
  /** A location it may do that for. */
  location: { ref: string; name: string } | undefined
}

/** The new key in clear, this once, and a call that proves it works. */
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
  const here = useRef<HTMLElement>(null)
  // The dialog gives focus back to its button as it closes: the panel takes it after that.
  useEffect(() => {
    const timer = setTimeout(() => here.current?.focus(), 50)
    return () => clearTimeout(timer)
  }, [])
  const ordersAt = created.mayOrder ? created.location : undefined
  return (
    <section ref={here} tabIndex={-1} aria-label={t("label")} className="mb-8 space-y-4 outline-none">
      <SecretOnce value={created.key} label={t("key", { name: created.name })} />
      <CodeBlock
        code={curlForKey({ apiUrl, key: created.key, locationRef: ordersAt?.ref })}
        label={ordersAt ? t("tryOrder", { location: ordersAt.name }) : t("tryLocations")}
      />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p className="max-w-prose text-13 text-secondary">
          {ordersAt ? t("orderStaysOpen") : created.mayOrder ? t("noLocation") : t("readsOnly")}
        </p>
        <Button variant="primary" onClick={onCopied}>
          {t("copied")}
        </Button>
      </div>
    </section>
  )
}
