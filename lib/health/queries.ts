import { sql } from "@/db/index"
import { logger } from "@/lib/log"

/** Whether the database answers within 2 s. */
export async function isReady(): Promise<boolean> {
  const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), 2_000).unref())
  const answers = sql`select 1`.then(
    () => true,
    (error) => {
      logger.error({ err: error }, "database unreachable")
      return false
    },
  )
  return Promise.race([answers, late])
}

/** Deliveries that are not finished, by status, over all merchants, test orders apart: for the operator's metrics. */
export async function countOpenDeliveries(): Promise<Record<string, number>> {
  const rows = await sql<{ status: string; count: number }[]>`
    select case when h.reason is not null and d.state <> 'sending' then 'held' else d.state end as status,
           count(*)::int as count
    from deliveries d join delivery_holds h on h.location_id = d.location_id
    where d.state in ('queued', 'sending', 'retrying') and not d.is_test group by 1`
  return Object.fromEntries(rows.map((row) => [row.status, row.count]))
}
