import type { PosOrder } from "./schema"

export type Warning = { code: string; message: string }

const FUTURE_TOLERANCE_MS = 10 * 60_000
const PAST_TOLERANCE_MS = 14 * 86_400_000

/** What is odd about an order but not impossible: it is accepted, and the answer says so (pos-api.md, Orders). */
export function findWarnings(order: PosOrder, now: Date): Warning[] {
  const warnings: Warning[] = []
  const lines = order.lines.reduce((sum, line) => sum + line.total_cents, 0)
  if (lines !== order.total_cents)
    warnings.push({
      code: "lines_total_mismatch",
      message: `The lines add up to ${lines}, total_cents says ${order.total_cents}.`,
    })
  const odd = order.lines.findIndex(
    (line) => Math.round(line.quantity * line.unit_price_cents) !== line.total_cents,
  )
  if (odd !== -1)
    warnings.push({
      code: "line_total_mismatch",
      message: `lines.${odd}: quantity × unit_price_cents is not total_cents.`,
    })
  const paid = order.payments?.reduce((sum, payment) => sum + payment.amount_cents, 0)
  if (order.state === "paid" && paid !== undefined && paid !== order.total_cents)
    warnings.push({
      code: "payments_total_mismatch",
      message: `The payments add up to ${paid}, total_cents says ${order.total_cents}.`,
    })
  const at = Date.parse(order.closed_at ?? order.created_at)
  if (at > now.getTime() + FUTURE_TOLERANCE_MS || at < now.getTime() - PAST_TOLERANCE_MS)
    warnings.push({
      code: "clock_far_off",
      message: `The order is dated ${new Date(at).toISOString()}, it arrived at ${now.toISOString()}. Check the till's clock.`,
    })
  return warnings
}
