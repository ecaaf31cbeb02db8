import { posResource, posRoute } from "@/lib/checkout-api/route"
import { LOCATION_ERRORS } from "@/lib/checkout-api/words"
import { getOrderForTill } from "@/lib/orders/queries"
import { orderQuery, orderWithAttempts } from "@/lib/orders/schema"

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = posResource("/orders/{order_id}", {
  GET: posRoute({
    words: {
      id: "getOrder",
      group: "Orders",
      errors: [...LOCATION_ERRORS, "order_not_found"],
    },
    scope: "checkout",
    query: orderQuery,
    status: 200,
    answer: orderWithAttempts,
    run: async ({ ctx, params, query, locale }) => ({
      answer: await getOrderForTill(ctx, params.order_id!, query.location_id, locale),
    }),
  }),
})
