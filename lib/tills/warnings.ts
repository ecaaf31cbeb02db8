const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** A till that serves calls every few minutes; after this long without a call something is off. */
const QUIET_AFTER_MS = 30 * MINUTE
/** Not seen for longer than this, it has been put away rather than cut off. */
const PUT_AWAY_AFTER_MS = 7 * DAY
/** Below this the clocks of two orders still tell which came first. */
const SKEW_MS = MINUTE

export const TILL_WARNINGS = ["quiet", "backlog", "skew"] as const
export type TillWarning = (typeof TILL_WARNINGS)[number]

export type TillFacts = {
  lastSeenAt: Date
  offlineOrders: number | null
  clockSkewMs: number | null
  /**
   * How many days ago its location took orders in the half hour up to this time of day: of the last seven days, and of
   * this weekday in the last four weeks.
   */
  daysWithOrders: number[]
  /** Whether its location took orders two weeks ago and before. */
  isEstablished: boolean
}

/** What is worth a look at this till, the worst first. */
export function warningsOf(till: TillFacts, now: Date): TillWarning[] {
  return TILL_WARNINGS.filter((warning) => HAS[warning](till, now))
}

const HAS: Record<TillWarning, (till: TillFacts, now: Date) => boolean> = {
  quiet: (till, now) => {
    const silence = now.getTime() - till.lastSeenAt.getTime()
    return silence > QUIET_AFTER_MS && silence <= PUT_AWAY_AFTER_MS && isUsuallyOpen(till)
  },
  backlog: ({ offlineOrders }) => (offlineOrders ?? 0) > 0,
  skew: ({ clockSkewMs }) => Math.abs(clockSkewMs ?? 0) > SKEW_MS,
}

/** Days ago on which the weekday was the same. */
export const SAME_WEEKDAY = [7, 14, 21, 28]

/**
 * Two of the last four same weekdays say that the place takes orders now, so that one holiday does not hide it and one
 * late evening does not make it. A place too new for that has last week, and another day to confirm it.
 */
function isUsuallyOpen({ daysWithOrders, isEstablished }: TillFacts): boolean {
  const weeks = daysWithOrders.filter((days) => SAME_WEEKDAY.includes(days))
  if (isEstablished) return weeks.length >= 2
  return weeks.includes(7) && daysWithOrders.length >= 2
}

/** Those with warnings first, the worst of them first; within each, the one heard of last first. */
export function byWarning(
  a: { warnings: TillWarning[]; lastSeenAt: Date },
  b: { warnings: TillWarning[]; lastSeenAt: Date },
): number {
  const rank = ({ warnings: [worst] }: { warnings: TillWarning[] }) =>
    worst ? TILL_WARNINGS.indexOf(worst) : TILL_WARNINGS.length
  return rank(a) - rank(b) || b.lastSeenAt.getTime() - a.lastSeenAt.getTime()
}
