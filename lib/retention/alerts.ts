import { sql } from "@/db/index"

const BATCH = 1_000

/** Deletes alert deliveries past the merchant's log period. Keeps the alerts, so that none is raised again. */
export async function forgetDeliveries(): Promise<void> {
  const merchants = await sql<{ id: string; days: number }[]>`select id, log_days as days from merchants`
  for (const { id, days } of merchants) while ((await deleteSome(id, days)) === BATCH);
}

async function deleteSome(merchantId: string, days: number): Promise<number> {
  const { count } = await sql`
    delete from alert_deliveries where merchant_id = ${merchantId} and id = any(array(
      select id from alert_deliveries
      where merchant_id = ${merchantId} and created_at < now() - make_interval(days => ${days})
      order by created_at nulls first, id nulls first limit ${BATCH}))`
  return count
}
