"use client"
import type { OrderAnswer } from "@/lib/orders/schema"
import type { Called } from "./call-till"
import { settling } from "./next-step"
import { type Settlement, toOrder } from "./ticket"
import type { OpenTicket } from "./use-ticket"

/** What a cashier does with the whole ticket, each by one call of the checkout API. */
export function useOrder(open: OpenTicket) {
  const { session, ticket, unanswered, call, send, edit } = open
  const here = { location_id: session.locationRef }
  const path = `/orders/${encodeURIComponent(ticket.number)}`
  const [ordering, refunding] = settling(ticket.number)

  /** Comptoir's present word about the order, for instance after another tab closed it. */
  async function refresh() {
    const query = new URLSearchParams(here)
    const called = await call<OrderAnswer & { attempts?: unknown }>("GET", `${path}?${query}`)
    if (called.ok) {
      const { attempts: _, ...order } = called.data
      edit(({ number }) => (number === order.order_id ? { order } : {}))
    }
    return called
  }

  /**
   * The order holds its rewards from now on, unless another system reports it. A late answer must not land on the next
   * ticket.
   */
  const setOrder = (order: OrderAnswer) =>
    edit(({ number, lines }) => {
      if (number !== order.order_id) return {}
      if (order.state === "paid_elsewhere") return { order }
      return { order, lines: lines.map(({ lockedUntil: _, ...line }) => line) }
    })

  async function take(asked: Promise<Called<OrderAnswer>>) {
    const called = await asked
    if (called.ok) setOrder(called.data)
    else if (CLOSED_ELSEWHERE.includes(called.code)) await refresh()
    else if (called.paths.some((name) => REWARD_PATH.test(name))) markRefused(called)
    return called
  }

  /** Marks the lines whose reward is the reason. */
  function markRefused({ paths, sentence }: { paths: string[]; sentence: string }) {
    const refused = paths.map((name) => Number(REWARD_PATH.exec(name)?.[1]))
    edit(({ lines }) => ({
      lines: lines.map((line, index) => (refused.includes(index) ? { ...line, refusal: sentence } : line)),
    }))
  }

  return {
    refresh,
    handOver: (settlement: Settlement) =>
      take(send(ordering, "/orders", toOrder(ticket, session.locationRef, settlement, new Date()))),
    /** Repeats the call that got no answer. */
    verify: () => take(send(unanswered[refunding] ? refunding : ordering, "", {})),
    /** The other system's word about the payment. */
    report: (status: "paid" | "failed" | "cancelled", rewards?: "kept" | "removed") =>
      take(call("POST", `${path}/payment`, { ...here, status, ...(rewards && { rewards }) })),
    refund: (amount_cents?: number) =>
      take(send(refunding, `${path}/refund`, { ...here, ...(amount_cents && { amount_cents }) })),
    cancel: () => take(call("POST", `${path}/cancel`, here)),
  }
}
export type Order = ReturnType<typeof useOrder>

const CLOSED_ELSEWHERE = ["order_conflict", "order_already_closed"]
const REWARD_PATH = /^lines\.(\d+)\.reward$/
