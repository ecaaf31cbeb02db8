import { sql } from "@/db/index"
import { actorName, type Ctx } from "@/lib/auth/ctx"
import { getConnection } from "@/lib/connections/queries"
import { listLocations } from "@/lib/locations/queries"
import { getCapabilities } from "@/lib/tills/capabilities"
import { type Evidence, listEvidence } from "@/lib/tills/evidence"
import type { GoLiveFacts, Seen } from "./checks"
import { readOrderFacts } from "./order-facts"
import type { Trace } from "./schema"

/** All facts behind the rows, read from what happened. Only the capabilities are declared by a person. */
export async function readFacts(ctx: Ctx): Promise<GoLiveFacts> {
  const [connection, by, locations, evidence, real, rehearsed, rewards, capabilities] = await Promise.all([
    getConnection(ctx),
    whoConnected(ctx),
    listLocations(ctx),
    listEvidence(ctx),
    readOrderFacts(ctx, { isTest: false }),
    readOrderFacts(ctx, { isTest: true }),
    countRewards(ctx),
    getCapabilities(ctx),
  ])
  const seen = (kind: Evidence["kind"]): Seen => ({
    real: toTrace(evidence.find((row) => row.kind === kind && !row.isRehearsal)),
    rehearsed: toTrace(evidence.find((row) => row.kind === kind && row.isRehearsal)),
  })
  return {
    connection: connection && {
      state: connection.state,
      via: connection.via,
      account: connection.pongoMerchantName,
      connectedAt: connection.connectedAt.toISOString(),
      by,
    },
    locations: {
      total: locations.length,
      unmapped: locations.filter(({ storeSlug }) => storeSlug === null).map(({ name }) => name),
      gone: locations.filter(({ isStoreGone }) => isStoreGone).map(({ name }) => name),
    },
    orders: { real, rehearsed },
    codes: seen("identified_by_code"),
    scanned: seen("identified_by_scan"),
    foundByPhone: seen("identified_by_phone"),
    enlisted: seen("customer_enlisted"),
    optInRecorded: seen("opt_in_recorded"),
    shown: seen("profile_shown"),
    rewardsShown: seen("rewards_shown"),
    walletShown: seen("wallet_shown"),
    redeemed: seen("reward_redeemed"),
    refreshed: seen("profile_refreshed"),
    used: seen("reward_used"),
    rewards,
    capabilities,
  }
}

function toTrace(evidence: Evidence | undefined): Trace | null {
  if (!evidence) return null
  const { at, locationName, tillId, by } = evidence
  return { at: at.toISOString(), locationName, till: tillId, by, order: null }
}

async function whoConnected(ctx: Ctx): Promise<string | null> {
  const [row] = await sql<{ actor: string }[]>`
    select actor from audit_events
    where merchant_id = ${ctx.merchantId} and action = 'connection.connected'
    order by at desc, id desc limit 1`
  return row ? actorName(row.actor) : null
}

async function countRewards(ctx: Ctx): Promise<GoLiveFacts["rewards"]> {
  const [row] = await sql<GoLiveFacts["rewards"][]>`
    select count(*) filter (where type = 'free_product')::int as products,
           count(*) filter (where type like 'voucher\\_%')::int as vouchers
    from rewards where merchant_id = ${ctx.merchantId} and gone_at is null`
  return row!
}
