import { posResource, posRoute } from "@/lib/checkout-api/route"
import { LOCATION_ERRORS } from "@/lib/checkout-api/words"
import { cancelOrder } from "@/lib/orders/cancel"
import { orderAnswer, orderCancel } from "@/lib/orders/schema"

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = posResource("/orders/{order_id}/cancel", {
  POST: posRoute({
    words: {
      id: "cancelOrder",
      group: "Changes",
      errors: [...LOCATION_ERRORS, "order_not_found", "order_already_closed"],
    },
    scope: "checkout",
    body: orderCancel,
    status: 200,
    answer: orderAnswer,
    run: async ({ ctx, params, body, locale }) => ({
      answer: await cancelOrder(ctx, params.order_id!, body, locale),
    }),
  }),
})
