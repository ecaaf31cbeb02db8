import { posResource, posRoute } from "@/lib/checkout-api/route"
import { LOCATION_ERRORS } from "@/lib/checkout-api/words"
import { recordHeartbeat } from "@/lib/tills/mutations"
import { heartbeat, heartbeatAnswer } from "@/lib/tills/schema"

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = posResource("/tills/heartbeat", {
  POST: posRoute({
    words: {
      id: "sendHeartbeat",
      group: "Status",
      errors: LOCATION_ERRORS,
    },
    scope: "checkout",
    body: heartbeat,
    status: 200,
    answer: heartbeatAnswer,
    run: async ({ ctx, body }) => ({ answer: await recordHeartbeat(ctx, body) }),
  }),
})
