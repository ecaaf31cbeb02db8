import { posResource, posRoute } from "@/lib/checkout-api/route"
import { LOCATION_ERRORS } from "@/lib/checkout-api/words"
import { correctOrderOfTill } from "@/lib/deliveries/correct"
import { orderAnswer, orderCorrection } from "@/lib/orders/schema"

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = posResource("/orders/{order_id}/correction", {
  PUT: posRoute({
    words: {
      id: "correctOrder",
      group: "Changes",
      errors: [...LOCATION_ERRORS, "order_not_found", "order_not_correctable"],
    },
    scope: "checkout",
    body: orderCorrection,
    status: 200,
    answer: orderAnswer,
    run: ({ ctx, params, body, locale }) => correctOrderOfTill(ctx, params.order_id!, body, locale),
  }),
})
