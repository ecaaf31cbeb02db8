import { posResource, posRoute } from "@/lib/checkout-api/route"
import { LOCATION_ERRORS } from "@/lib/checkout-api/words"
import { reportDay } from "@/lib/reconciliation/mutations"
import { dayTotalAnswer, dayTotalBody } from "@/lib/reconciliation/schema"

export const { GET, POST, PUT, PATCH, DELETE } = posResource("/days/{date}", {
  PUT: posRoute({
    words: {
      id: "reportDay",
      group: "Orders",
      summary: "Hold a day's own total against what we have",
      description:
        "The POS's count and amount of a business day at one location. With the order numbers, the answer names those " +
        "that are missing here. Saying it again replaces it.",
      success: "What we have of that day, and the gap.",
      errors: [...LOCATION_ERRORS],
    },
    scope: "checkout",
    body: dayTotalBody,
    status: 200,
    answer: dayTotalAnswer,
    run: async ({ ctx, params, body }) => ({ answer: await reportDay(ctx, params.date!, body) }),
  }),
})
