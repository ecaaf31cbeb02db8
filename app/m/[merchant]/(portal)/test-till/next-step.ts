import type { SavedTill } from "./saved-till"

/** Calls that leave a ticket's payment open until they are answered. */
export const settling = (number: string) => [`order ${number}`, `refund ${number}`] as const

export type Step = "verify" | "identify" | "add" | "pay" | "await" | "retry" | "done"

/** What the cashier does next. */
export function nextStep({ ticket, unanswered }: Pick<SavedTill, "ticket" | "unanswered">): Step {
  if (settling(ticket.number).some((purpose) => unanswered[purpose]?.isSending === false)) return "verify"
  switch (ticket.order?.state) {
    case undefined:
    case "open":
      if (ticket.lines.length > 0) return "pay"
      return ticket.customerId ? "add" : "identify"
    case "external_payment":
      return "await"
    case "payment_failed":
      return "retry"
    default:
      return "done"
  }
}
