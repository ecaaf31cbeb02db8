import { syncColumns } from "@/db/delivery-holds"
import { sql } from "@/db/index"
import { workAs } from "@/db/work"
import { logger } from "@/lib/log"

export type Readiness = "ready" | "database unreachable" | "database read only"

/** Whether orders can be accepted: the database answers within 2 s and is writable. */
export async function getReadiness(): Promise<Readiness> {
  const late = new Promise<Readiness>((resolve) =>
    setTimeout(() => resolve("database unreachable"), 2_000).unref(),
  )
  // A standby also reports "on". The setting is fixed when a connection starts, for all its statements.
  const answers = workAs(
    "intake",
    () => sql`select current_setting('transaction_read_only') as "readOnly"`,
  ).then(
    ([row]): Readiness => (row?.readOnly === "on" ? "database read only" : "ready"),
    (error): Readiness => {
      logger.error({ err: error }, "database unreachable")
      return "database unreachable"
    },
  )
  return Promise.race([answers, late])
}

/** Unfinished deliveries by status, across all merchants and without test orders, for the operator's metrics. */
export async function countOpenDeliveries(): Promise<Record<string, number>> {
  const rows = await sql<{ status: string; count: number }[]>`
    select status, sum(count)::int as count
    from (
      select ${syncColumns()}, d.count from (
        select location_id, state, null as reason, count(*) as count from deliveries
        where state in ('queued', 'sending', 'retrying') and not is_test group by location_id, state
      ) d join delivery_holds h on h.location_id = d.location_id
    ) s
    group by status`
  return Object.fromEntries(rows.map((row) => [row.status, row.count]))
}
