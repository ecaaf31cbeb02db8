"use server"
import { z } from "zod"
import { action } from "@/lib/action"
import { alsoActing } from "@/lib/auth/ctx"
import { declareCapabilities } from "@/lib/capabilities/mutations"
import { capabilities } from "@/lib/capabilities/schema"
import { makeReport, startRehearsal } from "@/lib/go-live/mutations"

export const report = action(z.object({}), alsoActing("manager"), makeReport)
export const rehearse = action(z.object({}), alsoActing("manager"), startRehearsal)
export const declare = action(capabilities, alsoActing("manager"), declareCapabilities)
