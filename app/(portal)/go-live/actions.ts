"use server"
import { z } from "zod"
import { action } from "@/lib/action"
import { makeReport } from "@/lib/go-live/mutations"

export const report = action(z.object({}), "manager", makeReport)
