import { z } from "zod"
import { type ErrorCode, PORTAL_ERRORS, POS_ERRORS } from "@/lib/errors"

/** How long a person may spend on Pongo's form. */
export const STATE_TTL_SECONDS = 600

export const oauthReturn = z.object({
  state: z.string().min(1).max(200).optional(),
  code: z.string().min(1).max(2_000).optional(),
  error: z.string().max(200).optional(),
})
export type OauthReturn = z.infer<typeof oauthReturn>

export const pastedToken = z.object({
  token: z
    .string()
    .trim()
    .transform((value) => value.replace(/^Bearer\s+/i, ""))
    .pipe(z.string().regex(/^[\w.~+/=-]{16,4096}$/)),
})

/** The parameters of the page that Pongo's form returns to. */
export const connectionReturn = z.object({
  error: z
    .enum([...PORTAL_ERRORS, ...(Object.keys(POS_ERRORS) as ErrorCode[])])
    .optional()
    .catch("internal"),
  connected: z.literal("1").optional().catch(undefined),
})
