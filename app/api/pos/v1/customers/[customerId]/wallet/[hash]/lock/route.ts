import { posResource, posRoute } from "@/lib/checkout-api/route"
import { LOCATION_ERRORS, PONGO_ERRORS } from "@/lib/checkout-api/words"
import { requireLocation } from "@/lib/locations/queries"
import { lockReward, unlockReward } from "@/lib/redemptions/holds"
import { lockAnswer, lockBody } from "@/lib/redemptions/schema"

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = posResource(
  "/customers/{customer_id}/wallet/{hash}/lock",
  {
    POST: posRoute({
      words: {
        id: "lockReward",
        group: "Rewards",
        errors: [
          "customer_not_found",
          "reward_not_found",
          "reward_already_used",
          "pin_refused",
          "reward_locked",
          ...LOCATION_ERRORS,
          ...PONGO_ERRORS,
        ],
      },
      scope: "checkout",
      body: lockBody,
      status: 200,
      answer: lockAnswer,
      needsIdempotencyKey: true,
      run: async ({ ctx, params, body, tillId }) => {
        await requireLocation(ctx, body.location_id)
        const held = { customerId: params.customer_id!, hash: params.hash!, pin: body.pin, tillId }
        const until = await lockReward(ctx, held)
        return { answer: { hash: held.hash, locked: true, locked_until: until.toISOString() } }
      },
    }),
    DELETE: posRoute({
      words: {
        id: "unlockReward",
        group: "Rewards",
        errors: ["reward_locked", "reward_not_found", "pin_refused", "pongo_rejected"],
      },
      scope: "checkout",
      status: 200,
      answer: lockAnswer,
      run: async ({ ctx, params, tillId }) => {
        await unlockReward(ctx, { customerId: params.customer_id!, hash: params.hash!, tillId })
        return { answer: { hash: params.hash, locked: false, locked_until: null } }
      },
    }),
  },
)
