import { z } from "zod"

/** The list's address: incidents before this one. What cannot be read is left out. */
export const incidentFilters = z.object({ before: z.uuid().optional().catch(undefined) })
export const incidentId = z.object({ id: z.uuid() })
