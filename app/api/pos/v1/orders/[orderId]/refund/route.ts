import { posResource, posRoute } from "@/lib/checkout-api/route"
import { LOCATION_ERRORS } from "@/lib/checkout-api/words"
import { refundOrder } from "@/lib/orders/cancel"
import { orderAnswer, orderRefund } from "@/lib/orders/schema"

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = posResource("/orders/{order_id}/refund", {
  POST: posRoute({
    words: {
      id: "refundOrder",
      group: "Changes",
      errors: [
        ...LOCATION_ERRORS,
        "order_not_found",
        "order_not_paid",
        "order_already_closed",
        "idempotency_key_required",
        "idempotency_key_reused",
      ],
    },
    scope: "checkout",
    body: orderRefund,
    status: 200,
    answer: orderAnswer,
    run: ({ ctx, params, body, locale, idempotencyKey }) =>
      refundOrder(ctx, params.order_id!, body, locale, idempotencyKey),
  }),
})
