import type { SyncReason, SyncStatus } from "@/db/enums"

export type Tally = { orders: number; cents: number }

/**
 * Outcome of the orders of one location and business day, without test orders. As in the log, each order counts in
 * exactly one of `waitingPayment`, `held`, `queued`, `retrying`, `accepted`, `failed` and `skipped`, which add up to
 * `received`.
 */
export type Figures = {
  received: Tally
  /** Paid, here or elsewhere, including refunded ones: comparable with a till's own total of the day. */
  paid: Tally
  /** At least one attempt was made. */
  sent: Tally
  accepted: Tally
  waitingPayment: Tally
  held: Tally
  /** Queued, or being sent. */
  queued: Tally
  retrying: Tally
  failed: Tally
  skipped: Tally
  /** Why orders are held, failed or skipped. */
  reasons: Partial<Record<SyncReason, Tally>>
  /** Paid orders that should be at Pongo and are not. */
  gap: Tally
  /** The part of the gap that a replay can send. */
  replayable: Tally
}

/** Orders with the same outcome, counted by the database. */
export type Group = Tally & {
  status: SyncStatus
  reason: SyncReason | null
  isPaid: boolean
  /** Paid, and neither refunded nor cancelled since. */
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

const FIGURE_OF = {
  waiting_payment: "waitingPayment",
  queued: "queued",
  sending: "queued",
  retrying: "retrying",
  held: "held",
  delivered: "accepted",
  failed: "failed",
  skipped: "skipped",
} as const satisfies Record<SyncStatus, keyof Figures>

export function withGroup(figures: Figures, group: Group): Figures {
  const { status, reason } = group
  const isMissing = group.isDue && !["delivered", "skipped", "waiting_payment"].includes(status)
  const counted: Figures = {
    ...figures,
    received: plus(figures.received, group),
    [FIGURE_OF[status]]: plus(figures[FIGURE_OF[status]], group),
  }
  if (reason) counted.reasons = { ...figures.reasons, [reason]: plus(figures.reasons[reason], group) }
  if (group.isPaid) counted.paid = plus(figures.paid, group)
  if (group.isSent) counted.sent = plus(figures.sent, group)
  if (isMissing) counted.gap = plus(figures.gap, group)
  if (isMissing && status === "failed") counted.replayable = plus(figures.replayable, group)
  return counted
}

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

/** The POS's reported total minus ours. Null: the POS has reported nothing. */
export function posGap(paid: Tally, reported: Tally | null): Tally | null {
  return reported && { orders: reported.orders - paid.orders, cents: reported.cents - paid.cents }
}

/** Whether Pongo has every due order and the POS's total, if reported, agrees to the cent. */
export function isWhole({ figures, reported }: { figures: Figures; reported: Tally | null }): boolean {
  const pos = posGap(figures.paid, reported)
  return figures.gap.orders === 0 && (!pos || (pos.orders === 0 && pos.cents === 0))
}

/**
 * What is missing at Pongo: orders it lacks from us, and orders the POS has and we lack.
 * @param absent how many orders the POS listed that we lack; null when it listed none, so that only totals are compared
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

/** Whether the figures of two days are equal, as far as they are shown. */
export const isSame = (a: Figures, b: Figures): boolean =>
  (Object.keys(a) as (keyof Figures)[]).every((key) =>
    key === "reasons" || key === "replayable" || key === "sent"
      ? true
      : a[key].orders === b[key].orders && a[key].cents === b[key].cents,
  )
