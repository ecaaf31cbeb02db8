import { z } from "zod"
import { outsideDay, outsideId, outsideMonth } from "@/lib/text"

/** `PUT /days/{date}`: the POS's own total of a business day. */
export const dayTotalBody = z
  .strictObject({
    location_id: outsideId,
    orders: z.int().min(0).max(1_000_000),
    total_cents: z.int().min(0).max(2_000_000_000),
    order_ids: z.array(outsideId).max(20_000).optional(),
  })
  .meta({ id: "DayTotal" })
export type DayTotal = z.infer<typeof dayTotalBody>

const total = z.strictObject({ orders: z.int(), total_cents: z.int() })

export const dayTotalAnswer = z
  .strictObject({
    date: z.iso.date(),
    location_id: z.string(),
    reported: total,
    /** Our paid orders of this day, in any delivery state. */
    received: total,
    /** The part of `received` that Pongo has. */
    delivered: total,
    /** `reported` minus `received`: orders missing here, or surplus if negative. */
    gap: total,
    /** Only with `order_ids`: numbers we do not have, and ours that the POS did not list. */
    missing_order_ids: z.array(z.string()).nullable(),
    unknown_order_ids: z.array(z.string()).nullable(),
  })
  .meta({ id: "DayTotalAnswer" })
export type DayTotalAnswer = z.infer<typeof dayTotalAnswer>

/** `sendGap`: the failed orders of a business day, optionally of one location. */
export const gapToSend = z.object({
  day: outsideDay,
  location: z.uuid().optional(),
  name: z.string().trim().min(1).max(80),
})
export type GapToSend = z.infer<typeof gapToSend>

/** Filters of the list of days, from the address bar. Drops unreadable values instead of failing. */
export const dayFilters = z.object({
  /** The latest day shown. */
  to: outsideDay.optional().catch(undefined),
  location: z.uuid().optional().catch(undefined),
})
export type DayFilters = z.infer<typeof dayFilters>

/** Scope of an export: a month line by line, or one day order by order. */
export const dayExport = z.union([z.object({ month: outsideMonth }), z.object({ day: outsideDay })])
