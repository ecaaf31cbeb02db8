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
const rewardApply = z
  .discriminatedUnion("kind", [
    z
      .strictObject({
        kind: z.literal("add_product"),
        choices: z
          .array(z.strictObject({ sku: z.string(), name: z.string(), price_cents: z.int() }))
          .min(1)
          .describe("One: add it. Several: let the customer choose."),
        options_charged: z
          .literal(true)
          .describe("The base price is free; paid options are still offered, and charged."),
      })
      .describe("Put a product on the order, at 0."),
    z
      .strictObject({
        kind: z.literal("voucher"),
        coupon_code: z.string().describe("Create a voucher with this code in the POS."),
        discount: z
          .union([z.strictObject({ percent: z.number() }), z.strictObject({ amount_cents: z.int() })])
          .nullable()
          .describe("Null: a kind of voucher whose worth is not known here."),
      })
      .describe("Apply a discount to the order."),
    z
      .strictObject({
        kind: z.literal("unsupported"),
        why: z.enum([...WHY_NOT, "no_coupon_code", "already_used"]),
      })
      .describe("Show it, greyed, with the reason."),
  ])
  .meta({ id: "RewardApply", description: "What the till does with a bought reward, fully resolved." })
export type RewardApply = z.infer<typeof rewardApply>

export const availableReward = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    type: z.string(),
    points: z.number().describe("What it costs."),
    affordable: z.boolean().describe("The customer has the points."),
    usable_here: z.boolean().describe("This location can honour it, now."),
    why_not: z.enum(WHY_NOT).nullable().describe("Why not, where `usable_here` is false."),
    skus: z.array(z.string()).describe("What it may put on the order at this location."),
  })
  .meta({ id: "AvailableReward", description: "A reward the customer can buy with points." })
export type AvailableReward = z.infer<typeof availableReward>

export const walletEntry = z
  .strictObject({
    hash: z.string().describe("This one copy of the reward. It goes on the order line."),
    reward_id: z.string(),
    name: z.string(),
    type: z.string(),
    state: z.enum(["ready", "used", "expired", "locked"]),
    apply: rewardApply,
    expires_at: z.iso.datetime({ offset: true }).nullable(),
  })
  .meta({ id: "WalletEntry", description: "A reward the customer has bought." })
export type WalletEntry = z.infer<typeof walletEntry>
