import type postgres from "postgres"
import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import type { PongoReward } from "@/lib/pongo/wire/rewards"

/** A reward seen unchanged again within this time is not rewritten. */
const FRESH_FOR = "10 minutes"

/**
 * Stores what Pongo just said about these rewards. Leaves other rewards alone, because a customer at a store sees only
 * a part of the catalogue.
 * @param asOf when Pongo was asked; older news changes nothing
 */
export async function rememberRewards(
  ctx: Ctx,
  rewards: readonly PongoReward[],
  asOf: Date,
  within: postgres.ISql = sql,
): Promise<void> {
  if (rewards.length === 0) return
  const rows = rewards.map((reward) => ({
    id: reward.id,
    name: reward.name,
    description: reward.description,
    image: reward.image,
    type: reward.type,
    points: Math.round(reward.points),
    external_id: reward.externalId,
    value: reward.value,
  }))
  await within`
    insert into rewards as r (merchant_id, id, name, description, image, type, points, external_id, value, fetched_at)
    select ${ctx.merchantId}, g.id, g.name, g.description, g.image, g.type,
      least(greatest(g.points, -2147483648), 2147483647)::int, g.external_id, g.value, ${asOf}
    from jsonb_to_recordset(${within.json(rows)})
      as g(id text, name text, description text, image text, type text, points float8, external_id text, value float8)
    order by g.id
    on conflict (merchant_id, id) do update set
      name = excluded.name, description = excluded.description, image = excluded.image, type = excluded.type,
      points = excluded.points, external_id = excluded.external_id, value = excluded.value,
      fetched_at = excluded.fetched_at, gone_at = null
      where r.fetched_at <= excluded.fetched_at
        and ((r.name, r.description, r.image, r.type, r.points, r.external_id, r.value, r.gone_at) is distinct from
             (excluded.name, excluded.description, excluded.image, excluded.type, excluded.points,
              excluded.external_id, excluded.value, null::timestamptz)
             or r.fetched_at < excluded.fetched_at - ${FRESH_FOR}::interval)`
}
