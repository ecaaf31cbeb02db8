import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import { listAliasKeys } from "@/lib/catalog/queries"
import { callPongo, pongoKind } from "@/lib/connections/call"
import { findIdByPhone } from "@/lib/customers/queries"
import { AppError } from "@/lib/errors"
import type { WonReward } from "@/lib/pongo/wire/rewards"
import { coversSku } from "@/lib/rewards/queries"
import type { PosOrder } from "./schema"
import type { Warning } from "./warnings"

/** A reward on an order line, tied to a wallet entry of the customer once one is known. */
export type OrderReward = { line: number; rewardId: string; hash: string | null }

/**
 * Finds the wallet entry behind each reward on the order. Entries that we bought or locked are in the database; the
 * rest are read from Pongo. If Pongo does not answer, the order is accepted with a warning: losing the order would cost
 * more than a reward.
 * @throws AppError `reward_not_found`, `reward_already_used` (also when one entry is on two lines)
 */
export async function identifyRewards(
  ctx: Ctx,
  order: PosOrder,
  customer: { id: string | null; phone: string | null } | null,
): Promise<{ customerId: string | null; rewards: OrderReward[]; warnings: Warning[] }> {
  const wanted = order.lines.flatMap(({ reward }, line) =>
    reward ? [{ line, rewardId: reward.reward_id, hash: reward.hash ?? null }] : [],
  )
  if (wanted.length === 0) return { customerId: null, rewards: [], warnings: [] }
  const customerId =
    customer && (customer.id ?? (customer.phone === null ? null : await findIdByPhone(ctx, customer.phone)))
  if (!customerId)
    throw new AppError(
      "reward_not_found",
      "A reward on a line needs an identified customer: send customer.id.",
    )
  const twice = wanted.find(
    ({ hash }, index) => hash && wanted.findIndex((other) => other.hash === hash) < index,
  )
  if (twice) throw refusedOnLine(twice.line, "reward_already_used")
  const known = await knownHashes(ctx, customerId, wanted)
  if (wanted.every(({ hash, rewardId }) => hash !== null && known.get(hash) === rewardId))
    return {
      customerId,
      rewards: wanted,
      warnings: await notCovered(ctx, order, await rememberedRewards(ctx, wanted)),
    }
  const wallet = await readWallet(ctx, customerId)
  if (!wallet)
    return {
      customerId,
      rewards: wanted,
      warnings: [{ code: "reward_not_verified" }],
    }
  return { customerId, rewards: matchWallet(wanted, wallet), warnings: await notCovered(ctx, order, wallet) }
}

const WHY = {
  reward_not_found: "not in the customer's wallet",
  reward_already_used: "used already, or on another line or order",
  reward_locked: "held by another till",
} as const

/** Refuses an order for the reward on one of its lines, and names the line. */
export const refusedOnLine = (line: number, code: keyof typeof WHY) =>
  new AppError(code, `Line ${line}: the reward is ${WHY[code]}.`, {
    fields: [{ path: `lines.${line}.reward`, message: WHY[code] }],
  })

type Covering = { id: string; type: string; externalId: string | null }

/** Warns of a reward on a product it does not cover: odd, but the merchant may have meant it. */
async function notCovered(ctx: Ctx, order: PosOrder, rewards: readonly Covering[]): Promise<Warning[]> {
  const skus = order.lines.flatMap(({ sku, reward }) => (reward ? sku : []))
  const aliases = await listAliasKeys(ctx, skus)
  return order.lines.flatMap(({ sku, reward }, index) => {
    const known = rewards.find(({ id }) => id === reward?.reward_id)
    return known?.type === "free_product" &&
      !coversSku(known.externalId, { sku, aliasKeys: aliases.get(sku) ?? [] })
      ? [{ code: "reward_sku_mismatch", params: { line: index, sku } }]
      : []
  })
}

function rememberedRewards(ctx: Ctx, wanted: OrderReward[]): Promise<Covering[]> {
  return sql<Covering[]>`
    select id, type, external_id as "externalId" from rewards
    where merchant_id = ${ctx.merchantId} and id = any(${wanted.map(({ rewardId }) => rewardId)})`
}

/** Assigns each reward its own entry; an entry named by the till must exist and be unused. */
function matchWallet(wanted: OrderReward[], wallet: WonReward[]): OrderReward[] {
  const taken = new Set(wanted.flatMap(({ hash }) => hash ?? []))
  return wanted.map((reward) => {
    const entry = reward.hash
      ? wallet.find(({ hash }) => hash === reward.hash)
      : wallet.find(({ id, hash, isUsed }) => id === reward.rewardId && !isUsed && !taken.has(hash))
    if (!entry || entry.id !== reward.rewardId) throw refusedOnLine(reward.line, "reward_not_found")
    if (entry.isUsed) throw refusedOnLine(reward.line, "reward_already_used")
    taken.add(entry.hash)
    return { ...reward, hash: entry.hash }
  })
}

async function readWallet(ctx: Ctx, customerId: string): Promise<WonReward[] | null> {
  try {
    const wallet = await callPongo(ctx, "wallet", (client, token) => client.wonRewards(token, customerId))
    // A partial wallet proves nothing against a line.
    return wallet.isComplete ? wallet.items : null
  } catch (error) {
    if (pongoKind(error) === "not_found") return []
    // Not connected, down, slow or unreadable: a paid order is accepted regardless.
    if (error instanceof AppError) return null
    throw error
  }
}

/** The rewards behind hashes that we bought or held. */
async function knownHashes(
  ctx: Ctx,
  customerId: string,
  wanted: OrderReward[],
): Promise<Map<string, string>> {
  const hashes = wanted.flatMap(({ hash }) => hash ?? [])
  if (hashes.length === 0) return new Map()
  const rows = await sql<{ hash: string; reward_id: string }[]>`
    select r.hash, r.reward_id from redemptions r
    where r.merchant_id = ${ctx.merchantId} and r.customer_id = ${customerId} and r.state = 'bought'
      and r.hash = any(${hashes})
    union
    select h.hash, h.reward_id from reward_holds h
    where h.merchant_id = ${ctx.merchantId} and h.customer_id = ${customerId} and h.hash = any(${hashes})`
  return new Map(rows.map((row) => [row.hash, row.reward_id]))
}
