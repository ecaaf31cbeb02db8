import { eq } from "drizzle-orm"
import { db } from "@/db/index"
import { merchants } from "@/db/schema"
import type { Ctx } from "@/lib/auth/ctx"
import { BoundedMap } from "@/lib/bounded-map"

export type MerchantSettings = {
  id: string
  /** Its name in addresses. A renamed merchant keeps it. */
  slug: string
  name: string
  currency: string
  country: string
  timeZone: string
  /** Local hour at which a business day ends. */
  dayCutoffHour: number
  sendsAnonymousOrders: boolean
}

const CACHE_MS = 10_000
const cache = new BoundedMap<string, { settings: MerchantSettings; readAt: number }>(10_000)

/** {@link getMerchant}, at most 10 s old, for the hot path of orders. */
export async function getMerchantCached(ctx: Ctx): Promise<MerchantSettings> {
  const known = cache.get(ctx.merchantId)
  if (known && Date.now() - known.readAt < CACHE_MS) return known.settings
  const settings = await getMerchant(ctx)
  cache.set(ctx.merchantId, { settings, readAt: Date.now() })
  return settings
}

export async function getMerchant(ctx: Ctx): Promise<MerchantSettings> {
  const [merchant] = await db
    .select({
      id: merchants.id,
      slug: merchants.slug,
      name: merchants.name,
      currency: merchants.currency,
      country: merchants.country,
      timeZone: merchants.timeZone,
      dayCutoffHour: merchants.dayCutoffHour,
      sendsAnonymousOrders: merchants.sendsAnonymousOrders,
    })
    .from(merchants)
    .where(eq(merchants.id, ctx.merchantId))
  if (!merchant) throw new Error(`merchant ${ctx.merchantId} does not exist`)
  return merchant
}
