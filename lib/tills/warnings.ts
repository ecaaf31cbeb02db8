const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** A till in use calls every few minutes. After this long without a call something is wrong. */
const QUIET_AFTER_MS = 30 * MINUTE
/** Unseen for longer than this, a till has been put away rather than cut off. */
const PUT_AWAY_AFTER_MS = 7 * DAY
/** With a smaller skew, the clocks of two orders still show which came first. */
const SKEW_MS = MINUTE

export const TILL_WARNINGS = ["quiet", "backlog", "skew"] as const
export type TillWarning = (typeof TILL_WARNINGS)[number]

export type TillFacts = {
  lastSeenAt: Date
  offlineOrders: number | null
  clockSkewMs: number | null
  /**
   * How many days ago its location took orders in the half hour before this time of day: within the last seven days, and
   * on this weekday in the last four weeks.
   */
  daysWithOrders: number[]
  /** Whether its location already took orders two or more weeks ago. */
  isEstablished: boolean
}

/** The till's warnings, worst first. */
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

/** Days ago that fall on the same weekday. */
export const SAME_WEEKDAY = [7, 14, 21, 28]

/**
 * Open if two of the last four same weekdays had orders, so that one holiday does not hide it and one late evening does
 * not cause it. A location too new for that needs this weekday last week and another day.
 */
function isUsuallyOpen({ daysWithOrders, isEstablished }: TillFacts): boolean {
  const weeks = daysWithOrders.filter((days) => SAME_WEEKDAY.includes(days))
  if (isEstablished) return weeks.length >= 2
  return weeks.includes(7) && daysWithOrders.length >= 2
}

/** Tills with warnings first, the worst of them first, then the most recently seen. */
export function byWarning(
  a: { warnings: TillWarning[]; lastSeenAt: Date },
  b: { warnings: TillWarning[]; lastSeenAt: Date },
): number {
  const rank = ({ warnings: [worst] }: { warnings: TillWarning[] }) =>
    worst ? TILL_WARNINGS.indexOf(worst) : TILL_WARNINGS.length
  return rank(a) - rank(b) || b.lastSeenAt.getTime() - a.lastSeenAt.getTime()
}
