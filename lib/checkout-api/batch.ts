import { setImmediate } from "node:timers/promises"
import { z } from "zod"
import type { Ctx } from "@/lib/auth/ctx"
import { isDatabaseUnavailable } from "@/lib/database-error"
import type { Locale } from "@/lib/i18n/locale"
import { acceptOrder } from "@/lib/orders/accept"
import { orderAnswer, posOrder } from "@/lib/orders/schema"
import { Unread } from "@/lib/text"
import { validate } from "./body"
import { takeTurn } from "./pace"
import { toProblem } from "./problem"
import { problemAnswer } from "./schema"

/** `POST /orders/batch`: each entry is validated separately. */
export const orderBatch = z
  .strictObject({
    orders: z
      .array(
        z
          .unknown()
          .meta({ $ref: "#/components/schemas/Order" })
          .transform((order) => new Unread(order)),
      )
      .min(1)
      .max(500),
  })
  .meta({ id: "OrderBatch" })

/** One result per order, in the given order; `status` is what the order alone would have got. */
const batchResult = z
  .strictObject({
    order_id: z.string().nullable().describe("Null: the entry has none that can be read."),
    status: z.int(),
    order: orderAnswer.optional(),
    problem: problemAnswer.optional(),
  })
  .meta({ id: "BatchResult" })
type BatchResult = z.infer<typeof batchResult>

export const batchAnswer = z.strictObject({ results: z.array(batchResult) }).meta({ id: "BatchResults" })

/**
 * Accepts the orders of a till that was offline, each separately, as they were closed. A batch that is resent after it
 * broke off finds the orders already accepted and accepts the rest. Each order counts against its key's rate limit, as
 * a separate call would.
 * @returns one result per order, in the given order
 * @throws the error of an unavailable database: resend the whole batch
 */
export async function acceptBatch(
  ctx: Ctx,
  entries: Unread[],
  locale: Locale,
  callingTill: string | null = null,
): Promise<BatchResult[]> {
  const results: BatchResult[] = []
  const queue = entries
    .map(({ content: entry }, index) => ({ entry, index }))
    .sort((a, b) => closedAt(a.entry) - closedAt(b.entry))
  for (const { entry, index } of queue) {
    await takeTurn(ctx.actor, Number.POSITIVE_INFINITY)
    results[index] = await acceptOne(ctx, entry, locale, callingTill)
    // Validating a large order blocks the event loop: yield to other tills in between.
    await setImmediate()
  }
  return results
}

async function acceptOne(
  ctx: Ctx,
  entry: unknown,
  locale: Locale,
  callingTill: string | null,
): Promise<BatchResult> {
  try {
    const order = validate(posOrder, entry)
    const { answer } = await acceptOrder(ctx, order, locale, callingTill)
    return { order_id: order.order_id, status: 202, order: answer }
  } catch (error) {
    // Break off: the batch's answer may be kept and repeated, and each of 500 orders would wait for a deadline.
    if (isDatabaseUnavailable(error)) throw error
    const problem = toProblem(error, ctx.requestId, locale)
    return { order_id: textField(entry, "order_id"), status: problem.status, problem }
  }
}

function closedAt(entry: unknown): number {
  const at = Date.parse(textField(entry, "closed_at") ?? textField(entry, "created_at") ?? "")
  return Number.isNaN(at) ? 0 : at
}

function textField(entry: unknown, name: string): string | null {
  const value = entry && typeof entry === "object" ? (entry as Record<string, unknown>)[name] : null
  return typeof value === "string" ? value : null
}
