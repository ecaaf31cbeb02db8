import { posResource, posRoute } from "@/lib/checkout-api/route"
import { putLocations } from "@/lib/locations/mutations"
import { listLocationsForTill } from "@/lib/locations/queries"
import { locationsAnswer, putLocationsBody } from "@/lib/locations/schema"

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = posResource("/locations", {
  PUT: posRoute({
    words: {
      id: "putLocations",
      group: "Setup",
      errors: ["location_not_allowed", "too_many_locations"],
    },
    scope: "setup",
    body: putLocationsBody,
    status: 200,
    answer: locationsAnswer,
    run: async ({ ctx, body }) => {
      await putLocations(ctx, body.locations)
      return { answer: await listLocationsForTill(ctx) }
    },
  }),
})
