import { and, eq, isNull } from "drizzle-orm"
import { db } from "@/db/index"
import { apiKeys } from "@/db/schema"
import { recordAudit } from "@/lib/audit/mutations"
import { alsoActing, type Ctx, requireRole } from "@/lib/auth/ctx"
import { env } from "@/lib/env"
import { AppError } from "@/lib/errors"
import { pongoEnvironment } from "@/lib/pongo/environment"
import { insertKey } from "./insert-key"
import type { NewTestTill } from "./schema"

/** Longer than any shift, and over by the next morning. */
const LASTS_MS = 12 * 3_600_000

export type TestTill = { id: string; key: string; expiresAt: Date }

/**
 * Opens a test till at a location, with its own key. Its orders are test data. The key expires after 12 hours, or
 * earlier if its maker leaves the team. On Pongo's live system, it requires the person's consent each time.
 * @returns the key in clear, only this once
 * @throws AppError `role_required` (manager), `location_unknown`, `consent_required`, `too_many`
 */
export async function openTestTill(ctx: Ctx, { locationId, consents }: NewTestTill): Promise<TestTill> {
  requireRole(ctx, "manager")
  if (pongoEnvironment(env.PONGO_API_URL) === "production" && !consents)
    throw new AppError("consent_required")
  return insertTestTill(ctx, locationId)
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
    const expiresAt = new Date(Date.now() + LASTS_MS)
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
    return { id, key, expiresAt }
  })
}

/**
 * Closes a test till for good. Every process refuses its key within 5 s. Closing it again changes nothing.
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
    if (closed.length > 0) return recordAudit(tx, ctx, "test_till.closed", id)
    const known = await tx.select({ id: apiKeys.id }).from(apiKeys).where(isTheTill)
    if (known.length === 0) throw new AppError("not_found")
  })
}
