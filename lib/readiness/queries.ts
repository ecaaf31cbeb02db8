import type { ConnectionState } from "@/db/enums"
import { sql } from "@/db/index"
import type { PortalPath } from "@/lib/address"
import type { Ctx } from "@/lib/auth/ctx"
import { readChecks } from "@/lib/go-live/queries"
import { countUsableRewards } from "@/lib/rewards/queries"
import { isGuideWanted, nextStep, type SetupFacts, type SetupStep, stepsOf } from "./steps"

export type Setup = {
  facts: SetupFacts
  steps: SetupStep[]
  /** The current step; null when all are done. */
  next: SetupStep | null
  /** Orders reach Pongo, or did: a gap now is a repair, not part of the first set-up. */
  isLive: boolean
  /** Whether to show this person the guide unasked. */
  isGuideWanted: boolean
}

/** Progress of the set-up, and whether this person has hidden its guide. */
export async function readSetup(ctx: Ctx): Promise<Setup> {
  const [facts, known] = await Promise.all([readFacts(ctx), readKnownProblems(ctx)])
  const steps = stepsOf(facts)
  return {
    facts,
    steps,
    next: nextStep(steps),
    isLive: facts.hasDelivered,
    isGuideWanted: isGuideWanted(steps, known),
  }
}

/** Where a person goes on once Pongo is connected: in the guide, unless it is done, hidden or only repairs something. */
export async function pageAfterConnecting(ctx: Ctx): Promise<PortalPath> {
  const setup = await readSetup(ctx)
  return setup.next && setup.isGuideWanted && !setup.isLive
    ? "/setup?connected=1"
    : "/settings/connection?connected=1"
}

type Row = Omit<
  SetupFacts,
  "connection" | "gone" | "rewards" | "usableRewards" | "failedChecks" | "missingChecks"
> & {
  state: ConnectionState | null
  since: Date | null
  gone: { id: string; name: string; since: string }[]
}

async function readFacts(ctx: Ctx): Promise<SetupFacts> {
  const id = ctx.merchantId
  const [[row], rewards, checks] = await Promise.all([
    sql<Row[]>`
      select c.state, c.state_changed_at as since, c.rewards_fetched_at is not null as "areRewardsKnown", p.*,
             (select count(*)::int from stores where merchant_id = ${id} and gone_at is null) as stores,
             (select count(*)::int from products where merchant_id = ${id} and is_active) as products,
             (select count(*)::int from api_keys where merchant_id = ${id} and revoked_at is null and not is_test) as keys,
             exists (select 1 from api_keys where merchant_id = ${id} and not is_test) as "hadKey",
             exists (select 1 from api_keys where merchant_id = ${id} and revoked_at is null and not is_test and last_used_at is not null) as "hasTillCalled",
             exists (select 1 from deliveries where merchant_id = ${id} and not is_test) as "hasOrders",
             exists (select 1 from deliveries where merchant_id = ${id} and state = 'delivered' and not is_test) as "hasDelivered",
             exists (select 1 from go_live_reports where merchant_id = ${id} and result <> 'not_ready') as "hasPassedReport"
      from (
        select count(*)::int as locations,
               coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'name', l.name) order by l.name, l.id)
                 filter (where m.store_slug is null), '[]') as unmapped,
               coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'name', l.name, 'since', s.gone_at) order by l.name, l.id)
                 filter (where s.gone_at is not null), '[]') as gone
        from locations l
        left join store_mappings m on m.location_id = l.id
        left join stores s on s.merchant_id = l.merchant_id and s.slug = m.store_slug
        where l.merchant_id = ${id} and l.archived_at is null
      ) p
      left join connections c on c.merchant_id = ${id}`,
    countUsableRewards(ctx),
    readChecks(ctx),
  ])
  const { state, since, gone, ...facts } = row!
  return {
    ...facts,
    connection: state && since ? { state, since } : null,
    gone: gone.map((location) => ({ ...location, since: new Date(location.since) })),
    rewards: rewards.total,
    usableRewards: rewards.usable,
    failedChecks: checks.filter(({ state }) => state === "failed").map(({ id }) => id),
    missingChecks: checks.filter(({ state }) => state === "missing").length,
  }
}

/** Problems open when this person hid the guide; null: never hidden. */
async function readKnownProblems(ctx: Ctx): Promise<string[] | null> {
  if (ctx.actor.kind !== "user") return null
  const [row] = await sql<{ known: string[] }[]>`
    select known_problems as known from setup_dismissals
    where merchant_id = ${ctx.merchantId} and user_id = ${ctx.actor.id}`
  return row?.known ?? null
}
