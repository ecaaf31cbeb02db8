import { z } from "zod"

/** Why a reward that the customer has or could have is of no use here and now (pos-api.md, Loyalty profile). */
const WHY_NOT = [
  "no_matching_sku",
  "sku_inactive",
  "sku_not_at_location",
  "not_enough_points",
  "expired",
  "locked_elsewhere",
  "type_not_supported",
  /** What is shown is remembered, not asked: nothing can be bought or used until Pongo answers. */
  "pongo_unavailable",
] as const
export type WhyNot = (typeof WHY_NOT)[number]

/** What the till does with a bought reward. */
const rewardApply = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("add_product"),
    /** One: add it. Several: the customer chooses. */
    choices: z.array(z.strictObject({ sku: z.string(), name: z.string(), price_cents: z.int() })).min(1),
    /** The base price is free; paid options stay on offer and are charged, always. */
    options_charged: z.literal(true),
  }),
  z.strictObject({
    kind: z.literal("voucher"),
    coupon_code: z.string(),
    /** Null: a kind of voucher whose worth we do not know. */
    discount: z
      .union([z.strictObject({ percent: z.number() }), z.strictObject({ amount_cents: z.int() })])
      .nullable(),
  }),
  z.strictObject({
    kind: z.literal("unsupported"),
    why: z.enum([...WHY_NOT, "no_coupon_code", "already_used"]),
  }),
])
export type RewardApply = z.infer<typeof rewardApply>

export const availableReward = z.strictObject({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  points: z.number(),
  affordable: z.boolean(),
  usable_here: z.boolean(),
  why_not: z.enum(WHY_NOT).nullable(),
  /** What it may put on the order at this location. */
  skus: z.array(z.string()),
})
export type AvailableReward = z.infer<typeof availableReward>

export const walletEntry = z.strictObject({
  hash: z.string(),
  reward_id: z.string(),
  name: z.string(),
  type: z.string(),
  state: z.enum(["ready", "used", "expired", "locked"]),
  apply: rewardApply,
  expires_at: z.iso.datetime({ offset: true }).nullable(),
})
export type WalletEntry = z.infer<typeof walletEntry>
