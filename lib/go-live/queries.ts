import { z } from "zod"
import type { GoLiveResult } from "@/db/enums"
import { sql } from "@/db/index"
import { actorName, type Ctx } from "@/lib/auth/ctx"
import { env } from "@/lib/env"
import { pongoEnvironment } from "@/lib/pongo/environment"
import { checkGoLive } from "./checks"
import { readFacts } from "./facts"
import { type RehearsalStep, rehearsalSteps } from "./rehearsal"
import { type ReportRow, type ReportSubject, reportRow, reportSubject } from "./schema"

/** The current state of Pongo's quality check, every row with its evidence. */
export async function readChecks(ctx: Ctx): Promise<ReportRow[]> {
  return checkGoLive(await readFacts(ctx))
}

export type ListedReport = {
  id: string
  madeAt: Date
  madeBy: string
  result: GoLiveResult
  applying: number
  shown: number
}

const LISTED = 20

/** The latest dated reports, newest first. */
export async function listReports(ctx: Ctx): Promise<ListedReport[]> {
  const rows = await sql<ListedReport[]>`
    select id, made_at as "madeAt", made_by as "madeBy", result, required_count as applying, passed_count as shown
    from go_live_reports where merchant_id = ${ctx.merchantId}
    order by made_at desc nulls last, id desc nulls last limit ${LISTED}`
  return rows.map((row) => ({ ...row, madeBy: actorName(row.madeBy) }))
}

export type Report = ListedReport & { subject: ReportSubject; rows: ReportRow[] }

/** One dated report as it was made; null also for another merchant's. */
export async function findReport(ctx: Ctx, id: string): Promise<Report | null> {
  if (!z.uuid().safeParse(id).success) return null
  const [row] = await sql<(ListedReport & { subject: unknown; rows: unknown })[]>`
    select id, made_at as "madeAt", made_by as "madeBy", result, required_count as applying, passed_count as shown,
           subject, rows
    from go_live_reports where merchant_id = ${ctx.merchantId} and id = ${id}`
  if (!row) return null
  return {
    ...row,
    madeBy: actorName(row.madeBy),
    subject: reportSubject.parse(row.subject),
    rows: z.array(reportRow).parse(row.rows),
  }
}

export type Rehearsal = {
  id: string
  state: "running" | "passed" | "failed"
  steps: RehearsalStep[]
  startedBy: string
  startedAt: Date
  endedAt: Date | null
}

/** The latest rehearsal, running or finished; null before the first. */
export async function getLastRehearsal(ctx: Ctx): Promise<Rehearsal | null> {
  const [row] = await sql<(Omit<Rehearsal, "steps"> & { steps: unknown })[]>`
    select id, state, steps, started_by as "startedBy", started_at as "startedAt", ended_at as "endedAt"
    from go_live_rehearsals where merchant_id = ${ctx.merchantId}
    order by started_at desc nulls last, id desc nulls last limit 1`
  return row ? { ...row, startedBy: actorName(row.startedBy), steps: rehearsalSteps.parse(row.steps) } : null
}

/** Why a rehearsal cannot start here, or null. */
export type RehearsalHindrance = "production" | "not_connected" | "no_location"

/** Where a rehearsal would take place, or why it cannot. Rehearsals run only on a sandbox. */
export async function findRehearsalLocation(
  ctx: Ctx,
): Promise<{ location: { id: string; ref: string } } | { hindrance: RehearsalHindrance }> {
  if (pongoEnvironment(env.PONGO_API_URL) === "production") return { hindrance: "production" }
  const [row] = await sql<{ id: string | null; ref: string | null; state: string | null }[]>`
    select l.id, l.ref, c.state
    from merchants m
    left join connections c on c.merchant_id = m.id
    left join lateral (
      select l.id, l.ref from locations l join delivery_holds h on h.location_id = l.id
      where l.merchant_id = m.id and l.archived_at is null and h.reason is null order by l.name, l.id limit 1
    ) l on true
    where m.id = ${ctx.merchantId}`
  if (row?.state !== "connected") return { hindrance: "not_connected" }
  return row.id && row.ref ? { location: { id: row.id, ref: row.ref } } : { hindrance: "no_location" }
}
