"use server"
import { action } from "@/lib/action"
import { dismissIncident } from "@/lib/incidents/mutations"
import { incidentId } from "@/lib/incidents/schema"

export const dismiss = action(incidentId, "manager", dismissIncident)
