"use client"
import type { LoyaltyProfile } from "@/lib/customers/schema"
import type { RedeemedAnswer } from "@/lib/redemptions/schema"
import type { Called } from "./call-till"
import type { Offer, Won } from "./reward-reasons"
import { type TicketLine, takeOne } from "./ticket"
import type { Order } from "./use-order"
import type { OpenTicket } from "./use-ticket"

const UNPAID = ["open", "external_payment", "payment_failed"]
const DONE: Called<null> = { ok: true, data: null }

/** Buys rewards, and puts bought ones on the ticket: locked for this till until they leave it. */
export function useRewards(open: OpenTicket, { cancel }: Order) {
  const { session, ticket, call, send, edit } = open
  const here = { location_id: session.locationRef }
  const lockOf = (hash: string) => `/customers/${ticket.customerId}/wallet/${encodeURIComponent(hash)}/lock`
  const purchaseOf = ({ id }: Offer) => `redeem ${ticket.customerId} ${id}`

  async function redeem(offer: Offer, pin?: string) {
    const path = `/customers/${ticket.customerId}/rewards/${offer.id}/redeem`
    const called = await send<RedeemedAnswer>(purchaseOf(offer), path, here, pin)
    if (!called.ok) return called
    if (called.data.profile) open.showProfile(called.data.profile)
    else await open.readProfile()
    return called
  }

  function lock(hash: string, pin?: string) {
    return call<{ locked_until: string }>("POST", lockOf(hash), { ...here, ...(pin && { pin }) })
  }

  /** Puts a bought reward on the ticket once it is locked. */
  async function add(
    won: Won,
    line: Pick<TicketLine, "sku" | "name" | "options" | "discount">,
    pin?: string,
  ) {
    const called = await lock(won.hash, pin)
    if (!called.ok) return called
    const added: TicketLine = {
      ...line,
      id: won.hash,
      price_cents: 0,
      quantity: 1,
      reward: { reward_id: won.reward_id, hash: won.hash },
      lockedUntil: called.data.locked_until,
    }
    edit(({ lines }) => ({ lines: [...lines.filter(({ id }) => id !== won.hash), added] }))
    return called
  }

  async function lockAgain({ id, reward }: TicketLine) {
    const called = await lock(reward!.hash)
    if (called.ok)
      edit(({ lines }) => ({
        lines: lines.map((line) =>
          line.id === id ? { ...line, lockedUntil: called.data.locked_until, refusal: undefined } : line,
        ),
      }))
    return called
  }

  /** Frees what this till locked. A refusal leaves nothing of ours to free; a lost call can be repeated. */
  async function free(lines: readonly TicketLine[]): Promise<Called<null>> {
    for (const { reward, lockedUntil } of lines) {
      if (!reward || !lockedUntil) continue
      const called = await call<unknown>("DELETE", lockOf(reward.hash))
      if (!called.ok && called.isUncertain) return called
    }
    return DONE
  }

  async function remove(line: TicketLine) {
    const freed = await free([line])
    if (freed.ok) edit(({ lines }) => ({ lines: takeOne(lines, line.id) }))
    return freed
  }

  /** Another customer, or none: the rewards on the ticket were the former one's. */
  async function changeCustomer(next: LoyaltyProfile | undefined) {
    const freed = await free(ticket.lines)
    if (!freed.ok) return freed
    edit(({ lines }) => ({ lines: lines.filter(({ reward }) => !reward) }))
    open.showProfile(next)
    return freed
  }

  /** Ends the ticket with everything it holds. An unpaid order is cancelled. */
  async function end(): Promise<Called<unknown>> {
    const cancelled = UNPAID.includes(ticket.order?.state ?? "") ? await cancel() : DONE
    const ended = cancelled.ok ? await free(ticket.lines) : cancelled
    if (ended.ok) open.restart()
    return ended
  }

  return {
    redeem,
    asksPin: (offer: Offer) => open.unanswered[purchaseOf(offer)]?.isWithPin ?? false,
    add,
    lockAgain,
    remove,
    changeCustomer,
    end,
  }
}
export type Rewards = ReturnType<typeof useRewards>
