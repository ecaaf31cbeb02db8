import { syncColumns } from "@/db/delivery-holds"
import { sql } from "@/db/index"
import { workAs } from "@/db/work"
import { logger } from "@/lib/log"

export type Readiness = "ready" | "database unreachable" | "database read only"

/** Whether orders can be taken over: the database answers within 2 s and can be written to. */
export async function getReadiness(): Promise<Readiness> {
  const late = new Promise<Readiness>((resolve) =>
    setTimeout(() => resolve("database unreachable"), 2_000).unref(),
  )
  // Also on in a standby. A connection keeps the setting it began with, as the statements on it do.
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

/** Deliveries that are not finished, by status, over all merchants, test orders apart: for the operator's metrics. */
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
