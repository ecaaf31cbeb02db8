import { z } from "zod"
import { searchWords } from "@/lib/text"

/** What somebody typed or scanned. It goes by POST: a phone has no business in an address. */
export const subjectSearch = z.object({
  q: searchWords(254),
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
