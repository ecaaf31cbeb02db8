import { posResource, posRoute } from "@/lib/checkout-api/route"
import { acceptOrder } from "@/lib/orders/accept"
import { orderAnswer, posOrder } from "@/lib/orders/schema"

export const { GET, POST, PUT, PATCH, DELETE } = posResource("/orders", {
  POST: posRoute({
    scope: "checkout",
    body: posOrder,
    status: 202,
    answer: orderAnswer,
    run: ({ ctx, body, locale }) => acceptOrder(ctx, body, locale),
  }),
})
