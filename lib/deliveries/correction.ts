import { AppError } from "@/lib/errors"
import type { OrderCorrection, OrderCustomer, PosOrder } from "@/lib/orders/schema"

type Body = Omit<PosOrder, "customer">
type Text = string | null

/** One field that a correction changed. `path` in the till's terms: `lines.0.sku`. */
export type Change = { path: string; before: Text; after: Text }

/** As stored with the order, sealed, oldest first. Undoing them from last to first restores the original. */
export type Correction = { at: string; actor: string; hash: string; changes: Change[] }

/**
 * Applies a correction to the order. The schema leaves no way to change amounts, quantities or the customer's identity.
 * @throws AppError `validation_failed`: no such line, no such customer field, or nothing changed
 */
export function applyCorrection(
  body: Body,
  customer: OrderCustomer | null,
  correction: Omit<OrderCorrection, "location_id">,
): { body: Body; customer: OrderCustomer | null; changes: Change[]; freed: string[] } {
  const changes: Change[] = []
  const change = (path: string, before: Text | undefined, after: Text | undefined) => {
    if (after === undefined || (before ?? null) === after) return before
    changes.push({ path, before: before ?? null, after })
    return after
  }
  const { customer: named, comment, lines = [] } = correction
  if (named && !(customer && "phone" in customer))
    throw invalid("customer", "the order names no customer by phone, so there is nothing to correct")
  const corrected =
    customer && "phone" in customer && named
      ? {
          ...customer,
          first_name: change("customer.first_name", customer.first_name, named.first_name),
          last_name: change("customer.last_name", customer.last_name, named.last_name),
          email: change("customer.email", customer.email, named.email),
        }
      : customer
  const freed: string[] = []
  const next = [...body.lines]
  for (const { line: index, sku, name, reward } of lines) {
    const line = next[index]
    if (!line) throw invalid("lines", `the order has no line ${index}`)
    const { reward: held, ...rest } = line
    const isTaken = reward === null && held != null
    if (isTaken) {
      change(`lines.${index}.reward`, held.reward_id, null)
      if (held.hash) freed.push(held.hash)
    }
    next[index] = {
      ...rest,
      sku: change(`lines.${index}.sku`, line.sku, sku) ?? line.sku,
      name: change(`lines.${index}.name`, line.name, name) ?? line.name,
      ...(held && !isTaken ? { reward: held } : {}),
    }
  }
  const changed = { ...body, comment: change("comment", body.comment, comment), lines: next }
  if (changes.length === 0) throw invalid("", "the order says all of this already")
  return { body: changed, customer: corrected, changes, freed }
}

const invalid = (path: string, message: string) =>
  new AppError("validation_failed", `${path || "correction"}: ${message}`, { fields: [{ path, message }] })
