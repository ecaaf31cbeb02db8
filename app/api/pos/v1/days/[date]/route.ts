import { posResource, posRoute } from "@/lib/checkout-api/route"
import { LOCATION_ERRORS } from "@/lib/checkout-api/words"
import { reportDay } from "@/lib/reconciliation/mutations"
import { dayTotalAnswer, dayTotalBody } from "@/lib/reconciliation/schema"

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = posResource("/days/{date}", {
  PUT: posRoute({
    words: {
      id: "reportDay",
      group: "Changes",
      errors: [...LOCATION_ERRORS],
    },
    scope: "checkout",
    body: dayTotalBody,
    status: 200,
    answer: dayTotalAnswer,
    run: async ({ ctx, params, body }) => ({ answer: await reportDay(ctx, params.date!, body) }),
  }),
})
