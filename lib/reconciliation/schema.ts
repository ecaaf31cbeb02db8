import { z } from "zod"

/** `PUT /days/{date}`: the POS's own total of a business day. */
export const dayTotalBody = z
  .strictObject({
    location_id: z.string().trim().min(1).max(100),
    orders: z.int().min(0).max(1_000_000),
    total_cents: z.int().min(0).max(2_000_000_000),
    order_ids: z.array(z.string().trim().min(1).max(100)).max(20_000).optional(),
  })
  .meta({ id: "DayTotal" })
export type DayTotal = z.infer<typeof dayTotalBody>

const total = z.strictObject({ orders: z.int(), total_cents: z.int() })

export const dayTotalAnswer = z
  .strictObject({
    date: z.iso.date(),
    location_id: z.string(),
    /** What the POS said. */
    reported: total,
    /** Paid orders that we have for this day, whatever became of them. */
    received: total,
    /** Of those, what Pongo has. */
    delivered: total,
    /** `reported` less `received`: what is missing here (or, negative, too much). */
    gap: total,
    /** Only with `order_ids`: numbers that we do not have, and ours that the POS did not name. */
    missing_order_ids: z.array(z.string()).nullable(),
    unknown_order_ids: z.array(z.string()).nullable(),
  })
  .meta({ id: "DayTotalAnswer" })
export type DayTotalAnswer = z.infer<typeof dayTotalAnswer>
