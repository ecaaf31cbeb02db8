import { z } from "zod"

/** Why a reward the customer has or could have is unusable here and now (`docs/checkout-api.md`, Loyalty profile). */
const WHY_NOT = [
  "no_matching_sku",
  "sku_inactive",
  "sku_not_at_location",
  "not_enough_points",
  "expired",
  "locked_elsewhere",
  "type_not_supported",
  /** The reward is the last known one: nothing can be bought or used until Pongo answers. */
  "pongo_unavailable",
] as const
export type WhyNot = (typeof WHY_NOT)[number]

/** What the till does with a bought reward. */
const rewardApply = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("add_product"),
      choices: z.array(z.strictObject({ sku: z.string(), name: z.string(), price_cents: z.int() })).min(1),
      options_charged: z.literal(true),
    }),
    z.strictObject({
      kind: z.literal("voucher"),
      coupon_code: z.string(),
      discount: z
        .union([z.strictObject({ percent: z.number() }), z.strictObject({ amount_cents: z.int() })])
        .nullable(),
    }),
    z.strictObject({
      kind: z.literal("unsupported"),
      why: z.enum([...WHY_NOT, "no_coupon_code", "already_used"]),
    }),
  ])
  .meta({ id: "RewardApply" })
export type RewardApply = z.infer<typeof rewardApply>

export const availableReward = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    type: z.string(),
    points: z.number(),
    affordable: z.boolean(),
    usable_here: z.boolean(),
    why_not: z.enum(WHY_NOT).nullable(),
    skus: z.array(z.string()),
  })
  .meta({ id: "AvailableReward" })
export type AvailableReward = z.infer<typeof availableReward>

export const walletEntry = z
  .strictObject({
    hash: z.string(),
    reward_id: z.string(),
    name: z.string(),
    type: z.string(),
    state: z.enum(["ready", "used", "expired", "locked"]),
    apply: rewardApply,
    expires_at: z.iso.datetime({ offset: true }).nullable(),
  })
  .meta({ id: "WalletEntry" })
export type WalletEntry = z.infer<typeof walletEntry>
