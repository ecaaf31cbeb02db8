import { z } from "zod"

/** What the merchant declares its tills can do. */
export const capabilities = z.object({
  canScan: z.boolean(),
  canVouchers: z.boolean(),
})
export type Capabilities = z.infer<typeof capabilities>
