import { z } from "zod"

/** How long a person may take at Pongo's form. */
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
