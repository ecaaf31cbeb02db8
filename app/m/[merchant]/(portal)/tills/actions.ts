"use server"
import { action } from "@/lib/action"
import { forgetTill } from "@/lib/tills/mutations"
import { forgottenTill } from "@/lib/tills/schema"

export const forget = action(forgottenTill, "manager", forgetTill)
