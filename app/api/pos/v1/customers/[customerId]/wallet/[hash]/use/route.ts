import { posResource, posRoute } from "@/lib/checkout-api/route"
import { LOYALTY_ERRORS } from "@/lib/checkout-api/words"
import { requireMappedLocation } from "@/lib/mappings/queries"
import { useReward } from "@/lib/redemptions/holds"
import { useAnswer, useBody } from "@/lib/redemptions/schema"

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = posResource(
  "/customers/{customer_id}/wallet/{hash}/use",
  {
    POST: posRoute({
      words: {
        id: "useReward",
        group: "Rewards",
        errors: [
          "customer_not_found",
          "reward_not_found",
          "reward_already_used",
          "reward_locked",
          ...LOYALTY_ERRORS,
        ],
      },
      scope: "checkout",
      body: useBody,
      status: 200,
      answer: useAnswer,
      run: async ({ ctx, params, body, tillId }) => {
        const location = await requireMappedLocation(ctx, body.location_id)
        await useReward(
          ctx,
          { customerId: params.customer_id!, hash: params.hash!, tillId },
          location.storeSlug,
        )
        return { answer: { hash: params.hash, used: true } }
      },
    }),
  },
)
