"use server"
import { action } from "@/lib/action"
import { alsoActing } from "@/lib/auth/ctx"
import { gapToSend } from "@/lib/reconciliation/schema"
import { sendGap } from "@/lib/reconciliation/send-gap"

export const send = action(gapToSend, alsoActing("manager"), sendGap)
