import { eq } from "drizzle-orm"
import { db } from "@/db/index"
import { merchants } from "@/db/schema"
import type { Ctx } from "@/lib/auth/ctx"
import type { PrivacySettings } from "./schema"

const COLUMNS = {
  orderContentDays: merchants.orderContentDays,
  personalDataDays: merchants.personalDataDays,
  logDays: merchants.logDays,
  sendsAnonymousOrders: merchants.sendsAnonymousOrders,
  dayCutoffHour: merchants.dayCutoffHour,
}

/** The retention periods, and what is sent to Pongo. */
export async function getPrivacySettings(ctx: Ctx): Promise<PrivacySettings> {
  const [settings] = await db.select(COLUMNS).from(merchants).where(eq(merchants.id, ctx.merchantId))
  if (!settings) throw new Error(`merchant ${ctx.merchantId} does not exist`)
  return settings
}
