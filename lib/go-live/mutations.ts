import { and, eq, gt } from "drizzle-orm"
import { db } from "@/db/index"
import { goLiveRehearsals, goLiveReports } from "@/db/schema"
import { recordAudit } from "@/lib/audit/mutations"
import { actorLabel, alsoActing, type Ctx, requireRole } from "@/lib/auth/ctx"
import { seal } from "@/lib/crypto"
import { env } from "@/lib/env"
import { AppError } from "@/lib/errors"
import { newId } from "@/lib/id"
import { enqueueJob } from "@/lib/jobs/enqueue"
import { getMerchant } from "@/lib/merchants/queries"
import { pongoEnvironment } from "@/lib/pongo/environment"
import { closeTestTill, openRehearsalTill } from "@/lib/test-till/mutations"
import { checkGoLive, countRows, type GoLiveFacts, resultOf } from "./checks"
import { readFacts } from "./facts"
import { findRehearsalLocation } from "./queries"
import { newSteps, rehearsalContext } from "./rehearsal"
import type { ReportSubject } from "./schema"

/** A second press of the button within this time gets the same report. */
const SAME_WITHIN_MS = 10_000

/**
 * Makes a dated, immutable report of Pongo's quality check.
 * @returns the id; for a double press, that of the report just made by the same person
 * @throws AppError `role_required` (manager)
 */
export async function makeReport(ctx: Ctx): Promise<{ id: string }> {
  requireRole(ctx, alsoActing("manager"))
  const [merchant, facts] = await Promise.all([getMerchant(ctx), readFacts(ctx)])
  const rows = checkGoLive(facts)
  const { applying, shown } = countRows(rows)
  const madeBy = actorLabel(ctx)
  return db.transaction(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${`go-live-report:${ctx.merchantId}`}, 0))`
    const madeAt = new Date()
    const [twin] = await tx
      .select({ id: goLiveReports.id })
      .from(goLiveReports)
      .where(
        and(
          eq(goLiveReports.merchantId, ctx.merchantId),
          eq(goLiveReports.madeBy, madeBy),
          gt(goLiveReports.madeAt, new Date(madeAt.getTime() - SAME_WITHIN_MS)),
        ),
      )
    if (twin) return twin
    const id = newId()
    const result = resultOf(rows)
    await tx.insert(goLiveReports).values({
      ...{ id, merchantId: ctx.merchantId, madeAt, madeBy, result, rows },
      requiredCount: applying,
      passedCount: shown,
      subject: subjectOf(merchant, facts),
    })
    await recordAudit(tx, ctx, "go_live.reported", id, { result })
    return { id }
  })
}

function subjectOf(merchant: { name: string; timeZone: string }, { connection }: GoLiveFacts): ReportSubject {
  const isConnected = connection !== null && connection.state !== "disconnected"
  return {
    merchantName: merchant.name,
    timeZone: merchant.timeZone,
    pongoMerchantName: isConnected ? connection.account : null,
    connectedVia: isConnected ? connection.via : null,
    connectedAt: isConnected ? connection.connectedAt : null,
    connectedBy: isConnected ? connection.by : null,
    host: new URL(env.PONGO_API_URL).host,
    isSandbox: pongoEnvironment(env.PONGO_API_URL) !== "production",
  }
}

/** A rehearsal takes a minute or two. One that runs longer than this has been lost. */
const LOST_AFTER = "10 minutes"

/**
 * Starts a scripted till on Pongo's sandbox, in the background, one at a time.
 * @throws AppError `role_required` (manager), `sandbox_only`, `not_connected`, `location_unmapped`, `conflict` while
 * one is running
 */
export async function startRehearsal(ctx: Ctx): Promise<{ id: string }> {
  requireRole(ctx, alsoActing("manager"))
  const found = await findRehearsalLocation(ctx)
  if ("hindrance" in found) throw new AppError(REFUSAL[found.hindrance])
  const till = await openRehearsalTill(ctx, found.location.id)
  const id = newId()
  try {
    await db.transaction(async (tx) => {
      await tx`
        update go_live_rehearsals set state = 'failed', ended_at = now()
        where merchant_id = ${ctx.merchantId} and state = 'running' and started_at < now() - ${LOST_AFTER}::interval`
      const started = await tx
        .insert(goLiveRehearsals)
        .values({
          ...{ id, merchantId: ctx.merchantId, state: "running", steps: newSteps() },
          ...{ startedBy: actorLabel(ctx), startedAt: new Date() },
        })
        .onConflictDoNothing()
        .returning({ id: goLiveRehearsals.id })
      if (started.length === 0) throw new AppError("conflict")
      await recordAudit(tx, ctx, "go_live.rehearsed", id)
      await enqueueJob(
        "rehearse_go_live",
        {
          ...{
            merchantId: ctx.merchantId,
            rehearsalId: id,
            locationRef: found.location.ref,
            tillKeyId: till.id,
          },
          sealedKey: seal(till.key, rehearsalContext(id)),
        },
        { within: tx },
      )
    })
  } catch (error) {
    await closeTestTill(ctx, { id: till.id })
    throw error
  }
  return { id }
}

const REFUSAL = {
  production: "sandbox_only",
  not_connected: "not_connected",
  no_location: "location_unmapped",
} as const
