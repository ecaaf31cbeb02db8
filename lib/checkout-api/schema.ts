import { z } from "zod"
import { POS_ERRORS, type PosErrorCode } from "@/lib/errors"

/** Every error of the checkout API (RFC 9457 with our own members). */
export const problemAnswer = z
  .strictObject({
    type: z.string().describe("The page about this code."),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe("For the developer: what exactly was wrong."),
    code: z
      .enum(Object.keys(POS_ERRORS) as [PosErrorCode, ...PosErrorCode[]])
      .describe("What a program decides by. The list is closed."),
    retryable: z.boolean().describe("The same call may succeed later."),
    request_id: z.string().describe("Also in `X-Request-Id`; support finds the call by it."),
    cashier_message: z
      .string()
      .describe("One short sentence the till can show, French or English by `Accept-Language`."),
    errors: z
      .array(z.strictObject({ path: z.string(), message: z.string() }))
      .optional()
      .describe("With `validation_failed`: every field that is wrong."),
    can_enlist: z
      .boolean()
      .optional()
      .describe("With `customer_not_found`: the till can offer to sign them up."),
    outcome: z
      .enum(["unknown", "not_bought"])
      .optional()
      .describe("After a purchase that failed: `unknown` is resolved by the same call with the same key."),
  })
  .meta({ id: "Problem", description: "RFC 9457, with our own members." })
