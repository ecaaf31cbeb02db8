import { setTimeout as pause } from "node:timers/promises"
import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { blindIndex } from "@/lib/crypto"
import { phoneContext } from "./queries"

/** How long an unanswered request may still arrive at Pongo. After that, Pongo's own answer can be trusted. */
export const MAY_ARRIVE_MINUTES = 10
const LOOK_EVERY_MS = 50

/**
 * Claims the consent of a phone that Pongo may not know yet, or of a customer. Only the holder sends it to Pongo, so
 * that of two orders in the same second, an order and a sign-up, or a job and a change at a till, the later cannot
 * overwrite the earlier. Ends after {@link MAY_ARRIVE_MINUTES}, or by {@link releaseConsent}. The same holder can renew
 * it.
 * @param of a phone as E.164, or a customer's id
 * @param holder the order's id, or one made for the call or job
 * @param until milliseconds; waits until then while another holder's request is in flight
 * @returns whether the claim is ours
 */
export async function claimConsent(
  ctx: Ctx,
  of: { phone: string } | { customerId: string },
  holder: string,
  until: number,
): Promise<boolean> {
  const key = "phone" in of ? blindIndex(of.phone, phoneContext(ctx.merchantId)) : of.customerId
  for (;;) {
    const { isOurs, isInAir } = await tryClaim(ctx, key, holder)
    if (isOurs) return true
    if (!isInAir || Date.now() >= until) return false
    await pause(LOOK_EVERY_MS)
  }
}

/** For a holder whose request Pongo certainly did not take: frees the claim for the next one. */
export async function releaseConsent({ merchantId }: Ctx, holder: string): Promise<void> {
  await sql`delete from consent_claims where merchant_id = ${merchantId} and holder = ${holder}`
}

/** A holder without a delivery is a call or job, which releases its claim when it ends. */
async function tryClaim({ merchantId }: Ctx, key: string, holder: string) {
  const [row] = await sql<[{ isOurs: boolean; isInAir: boolean }]>`
    with ours as (
      insert into consent_claims as c (merchant_id, phone_index, holder, expires_at)
      values (${merchantId}, ${key}, ${holder}, now() + make_interval(mins => ${MAY_ARRIVE_MINUTES}))
      on conflict (merchant_id, phone_index) do update set holder = excluded.holder, expires_at = excluded.expires_at
        where c.holder = excluded.holder or c.expires_at < now()
      returning 1
    )
    select exists (select 1 from ours) as "isOurs",
           coalesce((select d.state = 'sending' from consent_claims c
                     join deliveries d on d.order_id = c.holder and d.merchant_id = c.merchant_id
                     where c.merchant_id = ${merchantId} and c.phone_index = ${key}), true) as "isInAir"`
  return row
}
