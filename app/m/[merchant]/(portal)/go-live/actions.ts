"use server"
import { z } from "zod"
import { action } from "@/lib/action"
import { alsoActing } from "@/lib/auth/ctx"
import { makeReport, startRehearsal } from "@/lib/go-live/mutations"
import { capabilities } from "@/lib/tills/capability-schema"
import { declareCapabilities } from "@/lib/tills/declare-capabilities"

export const report = action(z.object({}), alsoActing("manager"), makeReport)
export const rehearse = action(z.object({}), alsoActing("manager"), startRehearsal)
export const declare = action(capabilities, alsoActing("manager"), declareCapabilities)
