import { and, eq, gt, isNull, sql } from "drizzle-orm"
import { db, type Tx } from "@/db/index"
import { apiKeys } from "@/db/schema"
import { insertKey, newSecret } from "@/lib/api-keys/mutations"
import { recordAudit } from "@/lib/audit/mutations"
import { alsoActing, type Ctx, personId, requireRole } from "@/lib/auth/ctx"
import { suggestPhone } from "@/lib/customers/suggest-phone"
import { env } from "@/lib/env"
import { AppError } from "@/lib/errors"
import { enqueueJob } from "@/lib/jobs/enqueue"
import { pongoEnvironment } from "@/lib/pongo/environment"
import type { NewTestTill } from "./schema"

/** Longer than any shift, and over by the next morning. */
const LASTS_SECONDS = 12 * 3_600
/** Until every process refuses the key, so that no order can follow the clearing up. */
const REFUSED_AFTER_SECONDS = 5

export type TestTill = { id: string; key: string; expiresAt: Date }
/** `knownPhone`: see {@link suggestPhone}. */
export type OpenedTill = TestTill & { knownPhone: string | null }

/**
 * Opens a test till at a location, with its own key. Its orders are test data. The key expires after 12 hours, or
 * earlier if its maker leaves the team. On Pongo's live system, it requires the person's consent each time.
 * @returns the key in clear, only this once
 * @throws AppError `role_required` (manager), `location_unknown`, `consent_required`, `too_many`
 */
export async function openTestTill(ctx: Ctx, { locationId, consents }: NewTestTill): Promise<OpenedTill> {
  requireRole(ctx, "manager")
  if (pongoEnvironment(env.PONGO_API_URL) === "production" && !consents)
    throw new AppError("consent_required")
  const till = await insertTestTill(ctx, locationId)
  return { ...till, knownPhone: await suggestPhone(ctx) }
}

/**
 * {@link openTestTill} for a rehearsal, on a sandbox only. Its key stays with the worker, so an operator may start one.
 * @throws AppError `role_required` (manager), `sandbox_only`, `location_unknown`, `too_many`
 */
export async function openRehearsalTill(ctx: Ctx, locationId: string): Promise<TestTill> {
  requireRole(ctx, alsoActing("manager"))
  if (pongoEnvironment(env.PONGO_API_URL) === "production") throw new AppError("sandbox_only")
  return insertTestTill(ctx, locationId)
}

function insertTestTill(ctx: Ctx, locationId: string): Promise<TestTill> {
  return db.transaction(async (tx) => {
    const expiresAt = new Date(Date.now() + LASTS_SECONDS * 1_000)
    const { id, key, locationName } = await insertKey(tx, ctx, {
      name: `Test · ${ctx.actor.name}`,
      locationId,
      scopes: ["checkout"],
      isTest: true,
      expiresAt,
    })
    await recordAudit(tx, ctx, "test_till.opened", id, {
      location: locationName,
      via: pongoEnvironment(env.PONGO_API_URL) === "production" ? "production" : "sandbox",
    })
    await enqueueEnd(tx, ctx, id, LASTS_SECONDS)
    return { id, key, expiresAt }
  })
}

const enqueueEnd = (tx: Tx, { merchantId }: Ctx, keyId: string, inSeconds: number) =>
  enqueueJob(
    "end_test_till",
    { merchantId, keyId },
    { within: tx, key: `test-till:${keyId}`, delaySeconds: inSeconds + REFUSED_AFTER_SECONDS },
  )

/**
 * Gives the maker of an open test till a new key for it, so that a browser never has to store one. The former key is
 * refused within 5 s: the tab that resumed last has the till.
 * @throws AppError `role_required` (manager), `not_found` when it has ended or somebody else opened it
 */
export async function resumeTestTill(ctx: Ctx, { id }: { id: string }): Promise<OpenedTill> {
  requireRole(ctx, "manager")
  const { key, ...stored } = newSecret()
  const expiresAt = await db.transaction(async (tx) => {
    const [resumed] = await tx
      .update(apiKeys)
      .set(stored)
      .where(
        and(
          eq(apiKeys.id, id),
          eq(apiKeys.merchantId, ctx.merchantId),
          eq(apiKeys.createdBy, personId(ctx) ?? sql`null`),
          apiKeys.isTest,
          isNull(apiKeys.revokedAt),
          gt(apiKeys.expiresAt, sql`now()`),
        ),
      )
      .returning({ expiresAt: apiKeys.expiresAt })
    if (!resumed) throw new AppError("not_found")
    await recordAudit(tx, ctx, "test_till.resumed", id)
    return resumed.expiresAt!
  })
  return { id, key, expiresAt, knownPhone: await suggestPhone(ctx) }
}

/**
 * Closes a test till for good. Every process refuses its key within 5 s; then a job clears up (`end.ts`).
 * Closing it again changes nothing.
 * @throws AppError `role_required` (manager), `not_found`
 */
export async function closeTestTill(ctx: Ctx, { id }: { id: string }): Promise<void> {
  requireRole(ctx, alsoActing("manager"))
  const isTheTill = and(eq(apiKeys.id, id), eq(apiKeys.merchantId, ctx.merchantId), apiKeys.isTest)
  await db.transaction(async (tx) => {
    const closed = await tx
      .update(apiKeys)
      .set({ revokedAt: new Date() })
      .where(and(isTheTill, isNull(apiKeys.revokedAt)))
      .returning({ id: apiKeys.id })
    if (closed.length > 0) {
      await enqueueEnd(tx, ctx, id, 0)
      return recordAudit(tx, ctx, "test_till.closed", id)
    }
    const known = await tx.select({ id: apiKeys.id }).from(apiKeys).where(isTheTill)
    if (known.length === 0) throw new AppError("not_found")
  })
}
