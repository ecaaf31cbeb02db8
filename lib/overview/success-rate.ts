import type { SyncStatus } from "@/db/enums"

/** What Pongo has to get: neither unpaid nor skipped. */
const DUE = [
  "delivered",
  "queued",
  "sending",
  "retrying",
  "held",
  "failed",
] as const satisfies readonly SyncStatus[]

/**
 * How many of the orders that Pongo has to get are there. `rate` is null when there were none, and is rounded down to a
 * tenth of a percent: it is 1 only when none is missing.
 */
export function successRate(counts: Partial<Record<SyncStatus, number>>): {
  delivered: number
  due: number
  rate: number | null
} {
  const due = DUE.reduce((sum, status) => sum + (counts[status] ?? 0), 0)
  const delivered = counts.delivered ?? 0
  return { delivered, due, rate: due === 0 ? null : Math.floor((delivered * 1_000) / due) / 1_000 }
}
