import { z } from "zod"
import { orderSelection } from "@/lib/orders/schema"

const name = z.string().trim().min(1).max(60)

export const newView = z.object({ name, filters: orderSelection, isShared: z.boolean() })
export type NewView = z.infer<typeof newView>

export const viewRef = z.object({ id: z.uuid() })
export const viewName = viewRef.extend({ name })
export const viewFilters = viewRef.extend({ filters: orderSelection })
export type ViewFilters = z.infer<typeof viewFilters>
export const viewSharing = viewRef.extend({ isShared: z.boolean() })
