import { posResource, posRoute } from "@/lib/checkout-api/route"
import { LOCATION_ERRORS } from "@/lib/checkout-api/words"
import { recordPayment } from "@/lib/orders/payment"
import { orderAnswer, orderPayment } from "@/lib/orders/schema"

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = posResource("/orders/{order_id}/payment", {
  POST: posRoute({
    words: {
      id: "recordPayment",
      group: "Orders",
      errors: [...LOCATION_ERRORS, "order_not_found", "order_already_closed", "order_conflict"],
    },
    scope: "checkout",
    work: "intake",
    body: orderPayment,
    status: 200,
    answer: orderAnswer,
    run: ({ ctx, params, body, locale }) => recordPayment(ctx, params.order_id!, body, locale),
  }),
})
