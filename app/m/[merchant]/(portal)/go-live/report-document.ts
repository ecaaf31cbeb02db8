import { getLocale, getTranslations } from "next-intl/server"
import type { ReportDocument } from "@/lib/go-live/pdf"
import type { Report } from "@/lib/go-live/queries"
import { INTEGRATION_CHECKS, type ReportRow } from "@/lib/go-live/schema"
import { formattingTag } from "@/lib/i18n/locale"
import { formatDateTime } from "@/lib/time"
import { rowWords } from "./row-words"

/** Groups the rows as Pongo's own checklist does. */
export function inGroups(rows: ReportRow[]): { group: "integration" | "pos"; rows: ReportRow[] }[] {
  const isIntegration = ({ id }: ReportRow) => INTEGRATION_CHECKS.some((check) => check === id)
  return [
    { group: "integration", rows: rows.filter(isIntegration) },
    { group: "pos", rows: rows.filter((row) => !isIntegration(row)) },
  ]
}

/** The facts at the top of a report: term and value. */
export async function reportFacts(report: Report): Promise<{ term: string; value: string }[]> {
  const [t, locale] = await Promise.all([getTranslations("goLive.report"), getLocale()])
  const { subject } = report
  const at = (date: Date | string) => formatDateTime(date, { locale, timeZone: subject.timeZone })
  const connection =
    subject.connectedVia && subject.connectedAt
      ? t(subject.connectedVia, { when: at(subject.connectedAt), by: subject.connectedBy ?? "none" })
      : t("noConnection")
  return [
    { term: t("facts.merchant"), value: subject.merchantName },
    { term: t("facts.account"), value: subject.pongoMerchantName ?? t("noAccount") },
    { term: t("facts.connection"), value: connection },
    { term: t("facts.host"), value: t(subject.isSandbox ? "sandbox" : "production", { host: subject.host }) },
    { term: t("facts.madeAt"), value: `${at(report.madeAt)} (${subject.timeZone})` },
    { term: t("facts.madeBy"), value: report.madeBy },
  ]
}

/** A report as the PDF renderer takes it, in the reader's language. */
export async function reportDocument(report: Report): Promise<ReportDocument> {
  const [t, locale, facts] = await Promise.all([getTranslations("goLive"), getLocale(), reportFacts(report)])
  const { timeZone, merchantName } = report.subject
  const date = formatDateTime(report.madeAt, { locale, timeZone, style: "date" })
  const rowsOf = (rows: ReportRow[]) =>
    rows.map((row) => {
      const { title, requirement, state, finding, place } = rowWords(t, row, { locale, timeZone })
      const order = row.evidence?.order && t("report.orderRef", { ref: row.evidence.order.ref })
      return {
        ...{ title, requirement, finding, state: row.state, stateWord: state },
        place: [order, place].filter(Boolean).join(" · "),
      }
    })
  return {
    lang: formattingTag(locale),
    title: t("report.title"),
    maker: t("report.maker"),
    subject: merchantName,
    madeAt: report.madeAt,
    facts,
    result: {
      word: `${t(`results.${report.result}`)} · ${t("summary.count", { shown: report.shown, applying: report.applying })}`,
      sentence: t(`summary.result.${report.result}`, {
        count:
          report.result === "not_ready"
            ? report.applying - report.shown
            : countState(report.rows, "rehearsed"),
      }),
      isReady: report.result !== "not_ready",
    },
    columns: { check: t("columns.check"), state: t("columns.state"), evidence: t("columns.evidence") },
    groups: inGroups(report.rows).map(({ group, rows }) => ({
      title: t(`sections.${group}`),
      rows: rowsOf(rows),
    })),
    notes: [t("report.notes.passed"), t("report.notes.rehearsed")],
    footer: `${merchantName} · ${date}`,
    pageOf: (page, pages) => t("report.page", { page, pages }),
  }
}

const countState = (rows: ReportRow[], wanted: ReportRow["state"]) =>
  rows.filter(({ state }) => state === wanted).length
