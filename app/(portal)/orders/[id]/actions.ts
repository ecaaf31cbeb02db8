"use server"
import { z } from "zod"
import { action } from "@/lib/action"
import { replayOrder } from "@/lib/deliveries/mutations"

export const replay = action(z.object({ id: z.uuid() }), "manager", replayOrder)
