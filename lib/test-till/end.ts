import { sql } from "@/db/index"
import { systemCtx } from "@/lib/auth/system"
import { DEFAULT_LOCALE } from "@/lib/i18n/locale"
import type { Jobs } from "@/lib/jobs/list"
import { cancelOrder } from "@/lib/orders/cancel"
import { endLocksOf } from "@/lib/redemptions/holds"

/**
 * The job after a test till was closed or expired: cancels its unpaid orders and ends its locks, so that the rewards
 * are free again. A real till's open orders stay, because the till comes back. A test till does not.
 */
export async function endTestTill({ merchantId, keyId }: Jobs["end_test_till"]): Promise<void> {
  const ctx = systemCtx(merchantId, "test till")
  const unpaid = await sql<{ ref: string; location: string }[]>`
    select o.ref, l.ref as location
    from deliveries d
    join orders o on o.id = d.order_id
    join locations l on l.id = o.location_id
    where d.merchant_id = ${merchantId} and d.is_test and o.api_key_id = ${keyId}
      and o.state in ('open', 'external_payment', 'payment_failed')`
  for (const { ref, location } of unpaid)
    await cancelOrder(ctx, ref, { location_id: location }, DEFAULT_LOCALE)
  await endLocksOf(ctx, `key:${keyId}`)
}
