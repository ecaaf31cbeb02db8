import { posResource, posRoute } from "@/lib/checkout-api/route"
import { putLocations } from "@/lib/locations/mutations"
import { listLocationsForTill } from "@/lib/locations/queries"
import { locationsAnswer, putLocationsBody } from "@/lib/locations/schema"

export const { GET, POST, PUT, PATCH, DELETE } = posResource("/locations", {
  PUT: posRoute({
    words: {
      id: "putLocations",
      group: "Setup",
      summary: "Send the POS's locations",
      description:
        "New ones are added, known ones changed, the others left alone. The merchant maps each to a Pongo store.",
      success: "Every location of the merchant, each with its mapping.",
      errors: ["location_not_allowed"],
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
