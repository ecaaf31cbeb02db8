"use server"
import { action } from "@/lib/action"
import { gapToSend } from "@/lib/reconciliation/schema"
import { sendGap } from "@/lib/reconciliation/send-gap"

export const send = action(gapToSend, "manager", sendGap)
