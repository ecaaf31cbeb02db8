"use server"
import { z } from "zod"
import { action } from "@/lib/action"
import { dismissGuide, recallGuide } from "@/lib/readiness/mutations"

export const dismiss = action(z.object({}), "viewer", dismissGuide)

export const recall = action(z.object({}), "viewer", recallGuide)
