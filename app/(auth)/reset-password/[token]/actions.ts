"use server"
import { resetPassword } from "@/lib/account/mutations"
import { passwordReset } from "@/lib/account/schema"
import { publicAction } from "@/lib/action"

export const reset = publicAction(passwordReset, resetPassword)
