import { getTranslations } from "next-intl/server"
import { titled } from "@/app/titled"
import { Banner } from "@/components/ui/banner"
import { PageHeader, Section } from "@/components/ui/page-header"
import { alsoActing, hasRole } from "@/lib/auth/ctx"
import { requireMember } from "@/lib/auth/session"
import { resultOf } from "@/lib/go-live/checks"
import { findRehearsalLocation, getLastRehearsal, listReports, readChecks } from "@/lib/go-live/queries"
import type { ReportRow, RowState } from "@/lib/go-live/schema"
import { getMerchant } from "@/lib/merchants/queries"
import { getCapabilities } from "@/lib/tills/capabilities"
import { LiveRefresh } from "../live-refresh"
import { CapabilitiesForm } from "./capabilities-form"
import { CheckRow } from "./check-row"
import { MakeReport } from "./make-report"
import { Rehearsal } from "./rehearsal"
import { Reports } from "./reports"
import { Summary } from "./summary"

/** Refresh interval during a rehearsal: one step takes about a second. */
const WHILE_RUNNING_MS = 1_500

export const generateMetadata = titled("goLive.title")

export default async function GoLivePage({ params }: PageProps<"/m/[merchant]/go-live">) {
  const ctx = await requireMember(params)
  const [t, merchant, rows, reports, last, place, capabilities] = await Promise.all([
    getTranslations("goLive"),
    getMerchant(ctx),
    readChecks(ctx),
    listReports(ctx),
    getLastRehearsal(ctx),
    findRehearsalLocation(ctx),
    getCapabilities(ctx),
  ])
  const canEdit = hasRole(ctx, alsoActing("manager"))
  const inState = (...states: RowState[]) => rows.filter(({ state }) => states.includes(state))
  const listOf = (list: ReportRow[]) => (
    <ul className="border-t md:-mx-3">
      {list.map((row) => (
        <CheckRow key={row.id} row={row} timeZone={merchant.timeZone} withHow />
      ))}
    </ul>
  )
  // Failures first, then checks without evidence.
  const untried = inState("missing")
  const todo = [...inState("failed"), ...untried]
  const rehearsed = inState("rehearsed")
  const passed = inState("passed")
  const apart = inState("not_applicable")
  const hindrance = "hindrance" in place ? place.hindrance : null
  // A rehearsal can turn checks without evidence into rehearsed ones.
  const isRehearsalNext = untried.length > 0 && hindrance === null

  return (
    <>
      <LiveRefresh everyMs={last?.state === "running" ? WHILE_RUNNING_MS : undefined} />
      <PageHeader
        title={t("title")}
        sentence={t("sentence")}
        action={canEdit && <MakeReport isNext={todo.length === 0} />}
      />
      {!canEdit && <Banner className="mb-6">{t("readOnly")}</Banner>}
      <Summary result={resultOf(rows)} rows={rows} />
      {(last || (canEdit && todo.length + rehearsed.length > 0)) && (
        <Rehearsal
          last={last}
          hindrance={hindrance}
          canEdit={canEdit}
          isNext={isRehearsalNext}
          timeZone={merchant.timeZone}
        />
      )}
      {todo.length > 0 && <Section title={t("sections.todo")}>{listOf(todo)}</Section>}
      {rehearsed.length > 0 && (
        <Section title={t("sections.rehearsed")} sentence={t("sections.rehearsedSentence")}>
          {listOf(rehearsed)}
        </Section>
      )}
      {passed.length > 0 && <Section title={t("sections.passed")}>{listOf(passed)}</Section>}
      {apart.length > 0 && <Section title={t("sections.notApplicable")}>{listOf(apart)}</Section>}
      <CapabilitiesForm capabilities={capabilities} canEdit={canEdit} />
      <Reports reports={reports} timeZone={merchant.timeZone} />
    </>
  )
}
