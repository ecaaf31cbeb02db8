import { posResource, posRoute } from "@/lib/checkout-api/route"
import { refundOrder } from "@/lib/orders/cancel"
import { orderAnswer, orderRefund } from "@/lib/orders/schema"

export const { GET, POST, PUT, PATCH, DELETE } = posResource("/orders/{order_id}/refund", {
  POST: posRoute({
    scope: "checkout",
    body: orderRefund,
    status: 200,
    answer: orderAnswer,
    run: async ({ ctx, params, body, locale }) => ({
      answer: await refundOrder(ctx, params.order_id!, body, locale),
    }),
  }),
})
