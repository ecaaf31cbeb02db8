"use server"
import { z } from "zod"
import { action } from "@/lib/action"
import { replayOrder } from "@/lib/deliveries/mutations"
import { verifyOrder } from "@/lib/deliveries/verify"

const order = z.object({ id: z.uuid() })

export const replay = action(order, "manager", replayOrder)
export const verify = action(order, "manager", (ctx, input) => verifyOrder(ctx, input))
