"use client"
import { useLocale, useTranslations } from "next-intl"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import { CopyButton } from "@/components/ui/copy-button"
import { Section } from "@/components/ui/page-header"

const AUDIENCES = ["staff", "vendor"] as const
const LANGUAGES = { fr: "Français", en: "English" } as const
type Language = keyof typeof LANGUAGES

/** The texts ready to send, one at a time. */
export function Notices({ texts }: { texts: Record<(typeof AUDIENCES)[number], Record<Language, string>> }) {
  const t = useTranslations("incidents.detail.notice")
  const [audience, setAudience] = useState<(typeof AUDIENCES)[number]>("staff")
  const [language, setLanguage] = useState<Language>(useLocale() === "en" ? "en" : "fr")
  const text = texts[audience][language]
  return (
    <Section title={t("title")} sentence={t("sentence")}>
      <div className="mb-3 flex flex-wrap gap-x-6 gap-y-2">
        <div className="flex gap-1">
          {AUDIENCES.map((name) => (
            <Button
              key={name}
              size="small"
              variant={name === audience ? "secondary" : "ghost"}
              aria-pressed={name === audience}
              onClick={() => setAudience(name)}
            >
              {t(name)}
            </Button>
          ))}
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would draw a legend over two buttons. */}
        <div role="group" aria-label={t("language")} className="flex gap-1">
          {(Object.keys(LANGUAGES) as Language[]).map((name) => (
            <Button
              key={name}
              size="small"
              variant={name === language ? "secondary" : "ghost"}
              aria-pressed={name === language}
              lang={name}
              onClick={() => setLanguage(name)}
            >
              {LANGUAGES[name]}
            </Button>
          ))}
        </div>
      </div>
      <div className="max-w-prose rounded-card bg-wash p-4">
        <p lang={language} className="whitespace-pre-line text-pretty">
          {text}
        </p>
        <CopyButton value={text} label={t("copy")} className="mt-4" />
      </div>
    </Section>
  )
}
