import type { SyncStatus } from "@/db/enums"

/** States of orders that Pongo must get: neither unpaid nor skipped. */
const DUE = [
  "delivered",
  "queued",
  "sending",
  "retrying",
  "held",
  "failed",
] as const satisfies readonly SyncStatus[]

/**
 * Share of due orders that Pongo has. `rate` is null when none is due. Rounded down to a tenth of a percent, so that it
 * is 1 only when none is missing.
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
