import { z } from "zod"
import { searchWords } from "@/lib/text"

/** Maximum number of merchants per invitation. */
export const MAX_INVITED = 50

export const invitedMerchants = z.object({
  merchants: z
    .array(z.object({ name: z.string().trim().min(1).max(120), email: z.email().max(254) }))
    .min(1)
    .max(MAX_INVITED),
})
export type InvitedMerchants = z.infer<typeof invitedMerchants>

export const invitedOwner = z.object({ merchantId: z.uuid(), email: z.email().max(254) })
export type InvitedOwner = z.infer<typeof invitedOwner>
export const merchantId = invitedOwner.pick({ merchantId: true })

export const acting = z.object({
  merchantId: z.uuid(),
  /** The operator's reason, which the merchant reads in its audit trail. */
  reason: z.string().trim().min(3).max(200),
})
export type Acting = z.infer<typeof acting>

export const merchantSearch = z.object({
  /** Part of a merchant's name, or of its owner's address. */
  q: searchWords(120).optional().catch(undefined),
  /** Only merchants without an owner yet. */
  waiting: z.literal("yes").optional().catch(undefined),
  cursor: z.uuid().optional().catch(undefined),
})
export type MerchantSearch = z.infer<typeof merchantSearch>
