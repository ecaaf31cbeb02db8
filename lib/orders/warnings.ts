import type { WarningCode } from "@/db/enums"
import type { Locale } from "@/lib/i18n/locale"
import { fillIn, tillMessages } from "@/lib/i18n/plain-messages"
import type { PosOrder } from "./schema"

/** As stored with the order. The text is chosen when it is read; old rows hold an English `message` instead. */
export type Warning = { code: WarningCode; params?: Record<string, string | number>; message?: string }

const FUTURE_TOLERANCE_MS = 10 * 60_000
const PAST_TOLERANCE_MS = 14 * 86_400_000

type Checked = Pick<PosOrder, "state" | "lines" | "total_cents" | "payments" | "closed_at" | "created_at">

/**
 * Finds oddities that do not make an order invalid: it is accepted with these warnings. Used both for an order that
 * arrives paid and for one that `/payment` closes.
 */
export function findWarnings(order: Checked, now: Date): Warning[] {
  const warnings: Warning[] = []
  const total = order.total_cents
  const lines = order.lines.reduce((sum, line) => sum + line.total_cents, 0)
  if (lines !== total) warnings.push({ code: "lines_total_mismatch", params: { lines, total } })
  const line = order.lines.findIndex((each) => !isRounded(each))
  if (line !== -1) warnings.push({ code: "line_total_mismatch", params: { line } })
  const paid = order.payments?.reduce((sum, payment) => sum + payment.amount_cents, 0)
  if (order.state === "paid" && paid !== undefined && paid !== total)
    warnings.push({ code: "payments_total_mismatch", params: { paid, total } })
  const at = Date.parse(order.closed_at ?? order.created_at)
  if (at > now.getTime() + FUTURE_TOLERANCE_MS || at < now.getTime() - PAST_TOLERANCE_MS)
    warnings.push({
      code: "clock_far_off",
      params: { at: new Date(at).toISOString(), now: now.toISOString() },
    })
  return warnings
}

/** Codes that {@link findWarnings} recomputes each time. */
const CHECKED_CODES: readonly WarningCode[] = [
  "lines_total_mismatch",
  "line_total_mismatch",
  "payments_total_mismatch",
  "clock_far_off",
]

/** Reruns {@link findWarnings} once the payment is known; keeps the other warnings. */
export const recheck = (stored: readonly Warning[], order: Checked, now: Date): Warning[] => [
  ...findWarnings(order, now),
  ...stored.filter(({ code }) => !CHECKED_CODES.includes(code)),
]

/** In the till's language. */
export const presentWarnings = (stored: readonly Warning[], locale: Locale) =>
  stored.map(({ code, params = {}, message }) => ({
    code,
    message: message ?? fillIn(tillMessages[locale].warnings[code], params),
  }))

/**
 * Whether the line's amount is price times quantity, with half a cent rounded either way. Computed in integer
 * thousandths of a cent: 0.575 × 380 is 218.5, which floats make 218.49999999999997.
 */
function isRounded({ quantity, unit_price_cents, total_cents }: PosOrder["lines"][number]): boolean {
  const off = BigInt(Math.round(quantity * 1000)) * BigInt(unit_price_cents) - BigInt(total_cents) * 1000n
  return off >= -500n && off <= 500n
}
