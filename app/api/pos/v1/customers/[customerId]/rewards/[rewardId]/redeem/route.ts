import { posResource, posRoute } from "@/lib/checkout-api/route"
import { LOYALTY_ERRORS } from "@/lib/checkout-api/words"
import { requireMappedLocation } from "@/lib/mappings/queries"
import { redeemAndShow } from "@/lib/redemptions/answer"
import { redeemBody, redeemedAnswer } from "@/lib/redemptions/schema"

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = posResource(
  "/customers/{customer_id}/rewards/{reward_id}/redeem",
  {
    POST: posRoute({
      words: {
        id: "redeemReward",
        group: "Rewards",
        errors: [
          "customer_not_found",
          "reward_not_found",
          "not_enough_points",
          "pin_refused",
          "reward_locked",
          ...LOYALTY_ERRORS,
        ],
      },
      scope: "checkout",
      body: redeemBody,
      status: 201,
      answer: redeemedAnswer,
      needsIdempotencyKey: true,
      run: async ({ ctx, params, body, idempotencyKey, tillId }) => ({
        answer: await redeemAndShow(ctx, {
          customerId: params.customer_id!,
          rewardId: params.reward_id!,
          location: await requireMappedLocation(ctx, body.location_id),
          pin: body.pin,
          requestKey: idempotencyKey!,
          tillId,
        }),
      }),
    }),
  },
)
