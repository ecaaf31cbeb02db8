import { acceptBatch, batchAnswer, orderBatch } from "@/lib/checkout-api/batch"
import { posResource, posRoute } from "@/lib/checkout-api/route"

export const { GET, POST, PUT, PATCH, DELETE } = posResource("/orders/batch", {
  POST: posRoute({
    scope: "checkout",
    body: orderBatch,
    status: 207,
    answer: batchAnswer,
    run: async ({ ctx, body, locale }) => ({
      answer: { results: await acceptBatch(ctx, body.orders, locale) },
    }),
  }),
})
