import { posResource, posRoute } from "@/lib/checkout-api/route"
import { LOCATION_ERRORS } from "@/lib/checkout-api/words"
import { archiveLocation } from "@/lib/locations/mutations"
import { archivedAnswer } from "@/lib/locations/schema"

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = posResource("/locations/{location_id}", {
  DELETE: posRoute({
    words: {
      id: "archiveLocation",
      group: "Setup",
      errors: LOCATION_ERRORS,
    },
    scope: "setup",
    status: 200,
    answer: archivedAnswer,
    run: async ({ ctx, params }) => {
      await archiveLocation(ctx, params.location_id!)
      return { answer: { id: params.location_id, archived: true } }
    },
  }),
})
