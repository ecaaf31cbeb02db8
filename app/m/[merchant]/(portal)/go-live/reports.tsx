import { Download } from "lucide-react"
import { useLocale, useTranslations } from "next-intl"
import { FileLink, Link } from "@/components/link"
import { Badge, type Tone } from "@/components/ui/badge"
import { Section } from "@/components/ui/page-header"
import type { GoLiveResult } from "@/db/enums"
import type { ListedReport } from "@/lib/go-live/queries"
import { formatDateTime } from "@/lib/time"

const TONE: Record<GoLiveResult, Tone> = { ready: "delivered", rehearsed: "queued", not_ready: "neutral" }

/** The dated reports, newest first, each as a page and as a PDF. */
export function Reports({ reports, timeZone }: { reports: ListedReport[]; timeZone: string }) {
  const t = useTranslations("goLive")
  const locale = useLocale()
  return (
    <Section title={t("report.list")} sentence={t("report.listSentence")}>
      {reports.length === 0 ? (
        <p className="border-y py-4 text-secondary">{t("report.none")}</p>
      ) : (
        <ul className="border-t md:-mx-3">
          {reports.map(({ id, madeAt, madeBy, result, shown, applying }) => {
            const when = formatDateTime(madeAt, { locale, timeZone })
            return (
              <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b py-2.5 md:px-3">
                <Link
                  href={`/go-live/reports/${id}`}
                  prefetch={false}
                  className="py-0.5 text-accent underline-offset-2 hover:underline"
                >
                  {t("report.open", { when })}
                </Link>
                <Badge tone={TONE[result]}>{t(`results.${result}`)}</Badge>
                <span className="min-w-0 flex-1 text-13 text-secondary">
                  {t("report.row", { shown, applying })} · {t("report.by", { who: madeBy })}
                </span>
                <FileLink
                  href={`/go-live/reports/${id}/report.pdf`}
                  aria-label={t("report.pdfLabel", { when })}
                  className="inline-flex min-h-6 items-center gap-1 text-13 text-accent underline-offset-2 hover:underline [&_svg]:size-4"
                >
                  <Download aria-hidden />
                  {t("report.pdf")}
                </FileLink>
              </li>
            )
          })}
        </ul>
      )}
    </Section>
  )
}
