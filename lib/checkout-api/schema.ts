import { z } from "zod"
import { POS_ERRORS, type PosErrorCode } from "@/lib/errors"

/** Every error of the checkout API (RFC 9457 with our own members). */
export const problemAnswer = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(Object.keys(POS_ERRORS) as [PosErrorCode, ...PosErrorCode[]]),
    retryable: z.boolean(),
    request_id: z.string(),
    cashier_message: z.string(),
    errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
    can_enlist: z.boolean().optional(),
    outcome: z.enum(["unknown", "not_bought"]).optional(),
  })
  .meta({ id: "Problem" })
