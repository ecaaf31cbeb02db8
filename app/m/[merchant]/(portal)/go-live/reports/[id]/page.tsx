import { Download } from "lucide-react"
import { getLocale, getTranslations } from "next-intl/server"
import { titled } from "@/app/titled"
import { FileLink } from "@/components/link"
import { buttonStyle } from "@/components/ui/button"
import { DefinitionList } from "@/components/ui/definition-list"
import { PageHeader, Section } from "@/components/ui/page-header"
import { formatDateTime } from "@/lib/time"
import { requireReport } from "../../../records"
import { CheckRow } from "../../check-row"
import { inGroups, reportFacts } from "../../report-document"
import { Summary } from "../../summary"

export const generateMetadata = titled("goLive.report.title")

export default async function ReportPage({ params }: PageProps<"/m/[merchant]/go-live/reports/[id]">) {
  const [report, t, locale] = await Promise.all([
    requireReport(params),
    getTranslations("goLive"),
    getLocale(),
  ])
  const { timeZone } = report.subject
  const when = formatDateTime(report.madeAt, { locale, timeZone })
  return (
    <>
      <PageHeader
        back={{ href: "/go-live", label: t("report.back") }}
        title={t("report.open", { when: formatDateTime(report.madeAt, { locale, timeZone, style: "date" }) })}
        sentence={t("report.fixed", { when, who: report.madeBy })}
        action={
          <FileLink
            href={`/go-live/reports/${report.id}/report.pdf`}
            data-print="hide"
            className={buttonStyle({ variant: "primary" })}
          >
            <Download aria-hidden />
            {t("report.download")}
          </FileLink>
        }
      />
      <Summary result={report.result} rows={report.rows} />
      <DefinitionList items={await reportFacts(report)} />
      {inGroups(report.rows).map(({ group, rows }) => (
        <Section key={group} title={t(`sections.${group}`)}>
          <ul className="border-t md:-mx-3">
            {rows.map((row) => (
              <CheckRow key={row.id} row={row} timeZone={timeZone} />
            ))}
          </ul>
        </Section>
      ))}
      <div className="mt-8 grid max-w-prose gap-1 text-13 text-secondary">
        <p>{t("report.notes.passed")}</p>
        <p>{t("report.notes.rehearsed")}</p>
      </div>
    </>
  )
}
