import { z } from "zod"
import { customerId } from "@/lib/customers/schema"

/** Subject of a diagnosis, from the address bar: opaque ids only, never a phone or an e-mail. */
export const diagnosisSubject = z.object({
  order: z.uuid().optional().catch(undefined),
  customer: customerId.optional().catch(undefined),
  none: z.enum(["phone", "customer", "number"]).optional().catch(undefined),
})
export type DiagnosisSubject = z.infer<typeof diagnosisSubject>
