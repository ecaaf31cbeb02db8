import { z } from "zod"
import { customerId } from "@/lib/customers/schema"

/** Whom or what a diagnosis is about, from the address bar: ids, which name nobody, never a phone or an e-mail. */
export const diagnosisSubject = z.object({
  order: z.uuid().optional().catch(undefined),
  customer: customerId.optional().catch(undefined),
  none: z.enum(["phone", "customer", "number"]).optional().catch(undefined),
})
export type DiagnosisSubject = z.infer<typeof diagnosisSubject>
