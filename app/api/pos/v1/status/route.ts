import { posResource, posRoute } from "@/lib/checkout-api/route"
import { LOCATION_ERRORS } from "@/lib/checkout-api/words"
import { getStatus } from "@/lib/status/queries"
import { statusAnswer, statusQuery } from "@/lib/status/schema"

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = posResource("/status", {
  GET: posRoute({
    words: {
      id: "getStatus",
      group: "Status",
      errors: LOCATION_ERRORS,
    },
    scope: null,
    query: statusQuery,
    status: 200,
    answer: statusAnswer,
    run: async ({ ctx, query }) => ({ answer: await getStatus(ctx, query.location_id) }),
  }),
})
