import { posResource, posRoute } from "@/lib/checkout-api/route"
import { LOCATION_ERRORS } from "@/lib/checkout-api/words"
import { acceptOrder } from "@/lib/orders/accept"
import { orderAnswer, posOrder } from "@/lib/orders/schema"

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = posResource("/orders", {
  POST: posRoute({
    words: {
      id: "createOrder",
      group: "Orders",
      errors: [
        ...LOCATION_ERRORS,
        "order_conflict",
        "reward_not_found",
        "reward_already_used",
        "reward_locked",
      ],
    },
    scope: "checkout",
    work: "intake",
    body: posOrder,
    status: 202,
    answer: orderAnswer,
    run: ({ ctx, body, locale, tillId }) => acceptOrder(ctx, body, locale, tillId),
  }),
})
