import { z } from "zod"
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from "@/lib/auth/passwords"
import { isStorable } from "@/lib/text"

const email = z.email().max(254)
const newPassword = z.string().min(PASSWORD_MIN_LENGTH).max(PASSWORD_MAX_LENGTH)
/** As typed: argon2id decides whether it is right. */
const currentPassword = z.string().min(1).max(1_000)

export const accountLinkToken = z.string().regex(/^acc_[A-Za-z0-9]{20,100}$/)

export const passwordChange = z.object({ current: currentPassword, password: newPassword })
export const emailChange = z.object({ current: currentPassword, email })
export const emailConfirmation = z.object({ token: accountLinkToken })
export const forgottenPassword = z.object({
  email: z.string().trim().max(254).refine(isStorable).pipe(email),
})
export const passwordReset = z.object({ token: accountLinkToken, password: newPassword })
export const sessionRef = z.object({ ref: z.string().regex(/^[0-9a-f]{64}$/) })
