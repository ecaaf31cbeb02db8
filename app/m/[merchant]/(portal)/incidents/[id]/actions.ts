"use server"
import { action } from "@/lib/action"
import { alsoActing } from "@/lib/auth/ctx"
import { dismissIncident } from "@/lib/incidents/mutations"
import { incidentId } from "@/lib/incidents/schema"

export const dismiss = action(incidentId, alsoActing("manager"), dismissIncident)
