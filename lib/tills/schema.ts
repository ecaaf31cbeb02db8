import { z } from "zod"
import { outsideId } from "@/lib/text"

const instant = z.iso
  .datetime({
    offset: true,
    error: "ISO 8601 with an offset, for example 2026-11-22T12:00:00+01:00",
    abort: true,
  })
  .refine((time) => /^(?!0000)\d{4}-/.test(new Date(time).toISOString()), "a year from 1 to 9999 in UTC")

/** `POST /tills/heartbeat` (pos-api.md). */
export const heartbeat = z
  .strictObject({
    till_id: outsideId.describe("The same as in `X-Till-Id`."),
    location_id: outsideId.describe("The POS's id of the location."),
    app_version: z.string().trim().max(100).nullish(),
    offline_orders: z
      .int()
      .min(0)
      .max(1_000_000)
      .describe("Orders the till keeps because it could not send them."),
    oldest_offline_at: instant.nullish(),
    sent_at: instant.describe("What the till's clock says now."),
  })
  .meta({ id: "Heartbeat" })
export type Heartbeat = z.infer<typeof heartbeat>

export const heartbeatAnswer = z
  .strictObject({
    clock_skew_ms: z
      .int()
      .describe("How far the till's clock is ahead of ours; negative: behind. The way of the call is in it."),
    should_drain: z.boolean().describe("Send the kept orders now, with `POST /orders/batch`."),
  })
  .meta({ id: "HeartbeatAnswer" })
export type HeartbeatAnswer = z.infer<typeof heartbeatAnswer>

/** Which till to forget. */
export const forgottenTill = z.object({ ref: outsideId })
