import { acceptBatch, batchAnswer, orderBatch } from "@/lib/checkout-api/batch"
import { posResource, posRoute } from "@/lib/checkout-api/route"

export const { GET, POST, PUT, PATCH, DELETE } = posResource("/orders/batch", {
  POST: posRoute({
    words: {
      id: "createOrders",
      group: "Orders",
      summary: "Hand over what was kept during an outage",
      description:
        "Up to 500 orders. Each stands alone and is answered in its place; a batch that broke off is simply sent again.",
      success:
        "One result per order, in the order given; `status` is what it would have been answered alone.",
      errors: [],
    },
    scope: "checkout",
    body: orderBatch,
    status: 207,
    answer: batchAnswer,
    run: async ({ ctx, body, locale, tillId }) => ({
      answer: { results: await acceptBatch(ctx, body.orders, locale, tillId) },
    }),
  }),
})
