import { setTimeout as pause } from "node:timers/promises"
import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { blindIndex } from "@/lib/crypto"
import { phoneContext } from "./queries"

/** How long an unanswered request may still arrive at Pongo. After that, Pongo's own answer can be trusted. */
export const MAY_ARRIVE_MINUTES = 10
const LOOK_EVERY_MS = 50

/**
 * Claims a phone that Pongo may not know yet. Only the holder sends Pongo a consent for it, so that of two orders in
 * the same second, or an order and a sign-up, the later cannot overwrite the earlier. Ends after {@link
 * MAY_ARRIVE_MINUTES}, or by {@link releaseConsent}. The same holder can renew it.
 * @param phone E.164
 * @param holder the order's id, or one made for the call
 * @param until milliseconds; waits until then while another holder's request is in flight
 * @returns whether the claim is ours
 */
export async function claimConsent(ctx: Ctx, phone: string, holder: string, until: number): Promise<boolean> {
  for (;;) {
    const { isOurs, isInAir } = await tryClaim(ctx, blindIndex(phone, phoneContext(ctx.merchantId)), holder)
    if (isOurs) return true
    if (!isInAir || Date.now() >= until) return false
    await pause(LOOK_EVERY_MS)
  }
}

/** For a holder whose request Pongo certainly did not take: frees the claim for the next one. */
export async function releaseConsent({ merchantId }: Ctx, holder: string): Promise<void> {
  await sql`delete from consent_claims where merchant_id = ${merchantId} and holder = ${holder}`
}

/** A holder without a delivery is a sign-up, which releases its claim when it ends. */
async function tryClaim({ merchantId }: Ctx, phoneIndex: string, holder: string) {
  const [row] = await sql<[{ isOurs: boolean; isInAir: boolean }]>`
    with ours as (
      insert into consent_claims as c (merchant_id, phone_index, holder, expires_at)
      values (${merchantId}, ${phoneIndex}, ${holder}, now() + make_interval(mins => ${MAY_ARRIVE_MINUTES}))
      on conflict (merchant_id, phone_index) do update set holder = excluded.holder, expires_at = excluded.expires_at
        where c.holder = excluded.holder or c.expires_at < now()
      returning 1
    )
    select exists (select 1 from ours) as "isOurs",
           coalesce((select d.state = 'sending' from consent_claims c
                     join deliveries d on d.order_id = c.holder and d.merchant_id = c.merchant_id
                     where c.merchant_id = ${merchantId} and c.phone_index = ${phoneIndex}), true) as "isInAir"`
  return row
}
