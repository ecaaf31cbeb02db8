import { posResource, posRoute } from "@/lib/checkout-api/route"
import { cancelOrder } from "@/lib/orders/cancel"
import { orderAnswer, orderCancel } from "@/lib/orders/schema"

export const { GET, POST, PUT, PATCH, DELETE } = posResource("/orders/{order_id}/cancel", {
  POST: posRoute({
    scope: "checkout",
    body: orderCancel,
    status: 200,
    answer: orderAnswer,
    run: async ({ ctx, params, body, locale }) => ({
      answer: await cancelOrder(ctx, params.order_id!, body, locale),
    }),
  }),
})
