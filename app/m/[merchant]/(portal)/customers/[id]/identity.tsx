"use client"
import { Eye } from "lucide-react"
import { useLocale, useTranslations } from "next-intl"
import { useState } from "react"
import { useAction } from "@/app/use-action"
import { Banner } from "@/components/ui/banner"
import { Button } from "@/components/ui/button"
import { CopyButton } from "@/components/ui/copy-button"
import { DefinitionList } from "@/components/ui/definition-list"
import type { ConsentAnswer } from "@/db/enums"
import { formatDateTime } from "@/lib/time"
import { reveal } from "./actions"

type Clear = { name: string; phone: string | null; email: string | null; birthday: string | null }

/** The customer's contact data: masked until an authorised person reveals it, then shown until they leave the page. */
export function Identity({
  id,
  masked,
  points,
  optIn,
  since,
  asOf,
  mayReveal,
}: {
  id: string
  masked: { name: string | null; phone: string | null; email: string | null }
  points: string
  optIn: { sms: ConsentAnswer; email: ConsentAnswer }
  since: string
  asOf: string
  mayReveal: boolean
}) {
  const t = useTranslations("customers")
  const locale = useLocale()
  const [clear, setClear] = useState<Clear>()
  const { run, pending, refusal } = useAction(reveal)

  async function show() {
    const outcome = await run({ id })
    if (!outcome.ok) return
    const { firstName, lastName, phone, email, birthday } = outcome.data
    setClear({ name: [firstName, lastName].filter(Boolean).join(" "), phone, email, birthday })
  }

  const shown = clear ?? masked
  const none = t("facts.none")
  // A birthday is a date without a time zone: format it in UTC, as it was parsed.
  const day = (iso: string) => formatDateTime(`${iso}T00:00:00Z`, { locale, timeZone: "UTC", style: "date" })
  return (
    <>
      <DefinitionList
        items={[
          { term: t("facts.name"), value: shown.name || none },
          { term: t("facts.phone"), value: shown.phone ?? none },
          { term: t("facts.email"), value: shown.email ?? none },
          {
            term: t("facts.birthday"),
            value: clear ? (clear.birthday ? day(clear.birthday) : none) : t("facts.hidden"),
          },
          { term: t("facts.points"), value: points },
          { term: t("facts.sms"), value: t(`answers.${optIn.sms}`) },
          { term: t("facts.emails"), value: t(`answers.${optIn.email}`) },
          { term: t("facts.since"), value: since },
          { term: t("facts.asOf"), value: asOf },
          {
            term: t("facts.id"),
            value: (
              <span className="flex items-center gap-1">
                <span className="min-w-0 truncate">{id}</span>
                <CopyButton value={id} />
              </span>
            ),
            mono: true,
          },
        ]}
      />
      {!mayReveal && <p className="mt-3 text-13 text-secondary">{t("reveal.whoMay")}</p>}
      {mayReveal && !clear && (
        <div className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-2">
          <Button size="small" pending={pending} onClick={show}>
            <Eye aria-hidden />
            {t("reveal.button")}
          </Button>
          <p className="text-13 text-secondary">{t("reveal.hint")}</p>
        </div>
      )}
      {refusal && (
        <div role="alert" className="mt-3">
          <Banner tone="failed" title={t("reveal.failed")}>
            {refusal.sentence}
          </Banner>
        </div>
      )}
    </>
  )
}
