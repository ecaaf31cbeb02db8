import type { SyncReason, SyncStatus } from "@/db/enums"

export type Tally = { orders: number; cents: number }

/**
 * What became of the orders of one location and business day, test orders apart. As in the log, each order stands in one
 * of `waitingPayment`, `held`, `queued`, `retrying`, `accepted`, `failed` and `skipped`, which together are `received`.
 */
export type Figures = {
  received: Tally
  /** Paid, here or elsewhere, refunded ones included: what a till's own total of the day counts. */
  paid: Tally
  /** At least one attempt was made. */
  sent: Tally
  accepted: Tally
  waitingPayment: Tally
  held: Tally
  /** Waiting for their turn, or being sent. */
  queued: Tally
  retrying: Tally
  failed: Tally
  skipped: Tally
  /** Why orders are held, failed or skipped. */
  reasons: Partial<Record<SyncReason, Tally>>
  /** Paid orders that Pongo should have and has not. */
  gap: Tally
  /** The part of the gap that a replay can send. */
  replayable: Tally
}

/** Orders that share a fate, counted by the database. */
export type Group = Tally & {
  status: SyncStatus
  reason: SyncReason | null
  isPaid: boolean
  /** Paid and not refunded or cancelled since. */
  isDue: boolean
  isSent: boolean
}

const NONE: Tally = { orders: 0, cents: 0 }

const plus = (a: Tally | undefined, b: Tally): Tally => ({
  orders: (a?.orders ?? 0) + b.orders,
  cents: (a?.cents ?? 0) + b.cents,
})

export const emptyFigures = (): Figures => ({
  received: NONE,
  paid: NONE,
  sent: NONE,
  accepted: NONE,
  waitingPayment: NONE,
  held: NONE,
  queued: NONE,
  retrying: NONE,
  failed: NONE,
  skipped: NONE,
  reasons: {},
  gap: NONE,
  replayable: NONE,
})

const PLACE = {
  waiting_payment: "waitingPayment",
  queued: "queued",
  sending: "queued",
  retrying: "retrying",
  held: "held",
  delivered: "accepted",
  failed: "failed",
  skipped: "skipped",
} as const satisfies Record<SyncStatus, keyof Figures>

/** The figures with one more group of orders in them. */
export function withGroup(figures: Figures, group: Group): Figures {
  const { status, reason } = group
  const isMissing = group.isDue && !["delivered", "skipped", "waiting_payment"].includes(status)
  const counted: Figures = {
    ...figures,
    received: plus(figures.received, group),
    [PLACE[status]]: plus(figures[PLACE[status]], group),
  }
  if (reason) counted.reasons = { ...figures.reasons, [reason]: plus(figures.reasons[reason], group) }
  if (group.isPaid) counted.paid = plus(figures.paid, group)
  if (group.isSent) counted.sent = plus(figures.sent, group)
  if (isMissing) counted.gap = plus(figures.gap, group)
  if (isMissing && status === "failed") counted.replayable = plus(figures.replayable, group)
  return counted
}

/** Several locations, or several days, as one. */
export function sumFigures(all: readonly Figures[]): Figures {
  return all.reduce((sum, figures) => {
    const total = emptyFigures()
    for (const key of Object.keys(total) as (keyof Figures)[])
      if (key !== "reasons") total[key] = plus(sum[key], figures[key])
    total.reasons = { ...sum.reasons }
    for (const [reason, tally] of Object.entries(figures.reasons) as [SyncReason, Tally][])
      total.reasons[reason] = plus(total.reasons[reason], tally)
    return total
  }, emptyFigures())
}

/** What the POS says it sold, less what we have of it. Null: the POS has not said. */
export function posGap(paid: Tally, reported: Tally | null): Tally | null {
  return reported && { orders: reported.orders - paid.orders, cents: reported.cents - paid.cents }
}

/** Nothing is missing at Pongo, and the POS, if it has spoken, agrees to the cent. */
export function isWhole({ figures, reported }: { figures: Figures; reported: Tally | null }): boolean {
  const pos = posGap(figures.paid, reported)
  return figures.gap.orders === 0 && (!pos || (pos.orders === 0 && pos.cents === 0))
}

/**
 * What is missing at Pongo: what we have and it has not, and what the POS has and we have not.
 * @param absent how many of the orders that the POS named are not here; null when it named none, and only the totals tell
 */
export function missingAtPongo({
  figures,
  reported,
  absent,
}: {
  figures: Figures
  reported: Tally | null
  absent: number | null
}): Tally {
  const pos = posGap(figures.paid, reported)
  const orders = absent ?? Math.max(0, pos?.orders ?? 0)
  return plus(figures.gap, { orders, cents: orders > 0 ? Math.max(0, pos?.cents ?? 0) : 0 })
}

/** Whether two days' figures are the same in everything that people read. */
export const isSame = (a: Figures, b: Figures): boolean =>
  (Object.keys(a) as (keyof Figures)[]).every((key) =>
    key === "reasons" || key === "replayable" || key === "sent"
      ? true
      : a[key].orders === b[key].orders && a[key].cents === b[key].cents,
  )
