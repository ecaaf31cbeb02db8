import { z } from "zod"

export const mapLocation = z.object({ locationId: z.uuid(), storeSlug: z.string().min(1).max(200) })
export const unmapLocation = z.object({ locationId: z.uuid() })
