import { z } from "zod"
import { outsideId, outsideMoment } from "@/lib/text"

/** `POST /tills/heartbeat`. */
export const heartbeat = z
  .strictObject({
    till_id: outsideId,
    location_id: outsideId,
    app_version: z.string().trim().max(100).nullish(),
    offline_orders: z.int().min(0).max(1_000_000),
    oldest_offline_at: outsideMoment.nullish(),
    sent_at: outsideMoment,
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

export const forgottenTill = z.object({ ref: outsideId })
