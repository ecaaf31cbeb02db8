"use server"
import { z } from "zod"
import { action } from "@/lib/action"
import { alsoActing } from "@/lib/auth/ctx"
import { correctOrder, previewCorrection } from "@/lib/deliveries/correct"
import { replayOrder } from "@/lib/deliveries/mutations"
import { verifyOrder } from "@/lib/deliveries/verify"
import { orderCorrection } from "@/lib/orders/schema"

const order = z.object({ id: z.uuid() })
const correction = orderCorrection.omit({ location_id: true }).extend({ id: z.uuid() })

export const replay = action(order, alsoActing("manager"), replayOrder)
export const verify = action(order, alsoActing("manager"), (ctx, input) => verifyOrder(ctx, input))
export const preview = action(correction, "manager", previewCorrection)
export const correct = action(correction, "manager", correctOrder)
