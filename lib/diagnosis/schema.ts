import { z } from "zod"

/** What somebody typed or scanned. It goes by POST: a phone has no business in an address. */
export const subjectSearch = z.object({
  q: z
    .string()
    .trim()
    .min(1)
    .max(254)
    .refine((text) => !text.includes("\0")),
})

/** Whom or what a diagnosis is about, from the address bar: ids, which name nobody, never a phone or an e-mail. */
export const diagnosisSubject = z.object({
  order: z.uuid().optional().catch(undefined),
  customer: z
    .string()
    .regex(/^cust_[\w-]{1,100}$/)
    .optional()
    .catch(undefined),
  none: z.enum(["phone", "customer", "number"]).optional().catch(undefined),
})
export type DiagnosisSubject = z.infer<typeof diagnosisSubject>
