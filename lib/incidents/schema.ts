import { z } from "zod"

/** Cursor of the list: incidents before this one. Drops an unreadable value. */
export const incidentFilters = z.object({ before: z.uuid().optional().catch(undefined) })
export const incidentId = z.object({ id: z.uuid() })
