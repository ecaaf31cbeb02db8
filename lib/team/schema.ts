import { z } from "zod"
import { ROLES } from "@/db/enums"
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from "@/lib/auth/passwords"

export const newInvitation = z.object({ email: z.email().max(254), role: z.enum(ROLES) })
export type NewInvitation = z.infer<typeof newInvitation>

export const invitationId = z.object({ id: z.uuid() })
export const memberRole = z.object({ userId: z.uuid(), role: z.enum(ROLES) })
export const memberId = z.object({ userId: z.uuid() })

export const invitationToken = z.string().regex(/^inv_[A-Za-z0-9_-]{20,100}$/)

export const newAccount = z.object({
  token: invitationToken,
  name: z.string().trim().min(1).max(120),
  password: z.string().min(PASSWORD_MIN_LENGTH).max(PASSWORD_MAX_LENGTH),
})
export type NewAccount = z.infer<typeof newAccount>
