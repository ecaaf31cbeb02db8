import { acceptBatch, batchAnswer, orderBatch } from "@/lib/checkout-api/batch"
import { posResource, posRoute } from "@/lib/checkout-api/route"

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = posResource("/orders/batch", {
  POST: posRoute({
    words: {
      id: "createOrders",
      group: "Orders",
      errors: [],
    },
    scope: "checkout",
    work: "intake",
    body: orderBatch,
    status: 207,
    answer: batchAnswer,
    run: async ({ ctx, body, locale, tillId }) => ({
      answer: { results: await acceptBatch(ctx, body.orders, locale, tillId) },
    }),
  }),
})
