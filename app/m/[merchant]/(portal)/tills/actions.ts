"use server"
import { action } from "@/lib/action"
import { alsoActing } from "@/lib/auth/ctx"
import { forgetTill } from "@/lib/tills/mutations"
import { forgottenTill } from "@/lib/tills/schema"

export const forget = action(forgottenTill, alsoActing("manager"), forgetTill)
