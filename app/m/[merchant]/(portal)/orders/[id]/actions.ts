"use server"
import { z } from "zod"
import { action } from "@/lib/action"
import { alsoActing } from "@/lib/auth/ctx"
import { replayOrder } from "@/lib/deliveries/mutations"
import { verifyOrder } from "@/lib/deliveries/verify"

const order = z.object({ id: z.uuid() })

export const replay = action(order, alsoActing("manager"), replayOrder)
export const verify = action(order, alsoActing("manager"), (ctx, input) => verifyOrder(ctx, input))
