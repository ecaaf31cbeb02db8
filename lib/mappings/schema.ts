import { z } from "zod"
import { outsideMoment } from "@/lib/text"

export const mapLocation = z.object({ locationId: z.uuid(), storeSlug: z.string().min(1).max(200) })
export const unmapLocation = z.object({ locationId: z.uuid() })
/** In one call. */
export const MOST_ACCEPTED = 500
export const acceptSuggestions = z.array(mapLocation).min(1).max(MOST_ACCEPTED)
export const undoSuggestions = z.object({
  mappedAt: outsideMoment,
  locationIds: z.array(z.uuid()).min(1).max(MOST_ACCEPTED),
})
export const acknowledgeRename = z.object({
  storeSlug: z.string().min(1).max(200),
  name: z.string().min(1).max(500),
})
