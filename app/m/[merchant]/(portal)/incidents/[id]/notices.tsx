"use client"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { CopyButton } from "@/components/ui/copy-button"
import { Section } from "@/components/ui/page-header"
import { Select } from "@/components/ui/select"
import type { Locale } from "@/lib/i18n/locale"
import type { Audience } from "@/lib/incidents/words"

const AUDIENCES = ["staff", "vendor"] as const

/** Texts to send to staff and to the POS vendor, in the chosen language. */
export function Notices({
  texts,
  initialLocale,
}: {
  texts: Record<Audience, Record<Locale, string>>
  initialLocale: Locale
}) {
  const t = useTranslations("incidents.detail.notice")
  const [locale, setLocale] = useState(initialLocale)
  return (
    <Section
      title={t("title")}
      sentence={t("sentence")}
      action={
        <Select
          aria-label={t("language")}
          value={locale}
          onChange={(event) => setLocale(event.target.value === "en" ? "en" : "fr")}
          className="w-32"
        >
          <option value="fr">Français</option>
          <option value="en">English</option>
        </Select>
      }
    >
      <div className="grid gap-6 lg:grid-cols-2">
        {AUDIENCES.map((audience) => (
          <figure key={audience} className="flex min-w-0 flex-col rounded-card bg-wash">
            <figcaption className="flex items-center justify-between gap-3 border-b px-4 py-2.5">
              <span className="text-13 font-medium">{t(audience)}</span>
              <CopyButton value={texts[audience][locale]} label={t("copy")} />
            </figcaption>
            <p lang={locale} className="whitespace-pre-line px-4 py-3 text-pretty">
              {texts[audience][locale]}
            </p>
          </figure>
        ))}
      </div>
    </Section>
  )
}
