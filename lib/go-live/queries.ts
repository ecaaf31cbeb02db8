import { z } from "zod"
import type { GoLiveResult } from "@/db/enums"
import { sql } from "@/db/index"
import { actorName, type Ctx } from "@/lib/auth/ctx"
import { checkGoLive } from "./checks"
import { readFacts } from "./facts"
import { type ReportRow, type ReportSubject, reportRow, reportSubject } from "./schema"

/** Pongo's quality check as it stands now, every row with its evidence. */
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

/** The last dated reports, newest first. */
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
