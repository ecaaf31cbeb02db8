"use server"
import { confirmEmail } from "@/lib/account/mutations"
import { emailConfirmation } from "@/lib/account/schema"
import { publicAction } from "@/lib/action"

export const confirm = publicAction(emailConfirmation, confirmEmail)
