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
    till_id: outsideId,
    location_id: outsideId,
    app_version: z.string().trim().max(100).nullish(),
    offline_orders: z.int().min(0).max(1_000_000),
    oldest_offline_at: instant.nullish(),
    sent_at: instant,
  })
  .meta({ id: "Heartbeat" })
export type Heartbeat = z.infer<typeof heartbeat>

export const heartbeatAnswer = z
  .strictObject({
    clock_skew_ms: z.int(),
    should_drain: z.boolean(),
  })
  .meta({ id: "HeartbeatAnswer" })
export type HeartbeatAnswer = z.infer<typeof heartbeatAnswer>

/** Which till to forget. */
export const forgottenTill = z.object({ ref: outsideId })
