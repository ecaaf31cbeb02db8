import { sql } from "@/db/index"

const BATCH = 1_000

/**
 * Deletes the order list of incidents that ended longer ago than the merchant's log period; keeps their counts. Keeps
 * undelivered orders too, which would otherwise count as new trouble.
 */
export async function forgetIncidents(): Promise<void> {
  const old = await sql<{ id: string }[]>`
    select i.id from incidents i join merchants m on m.id = i.merchant_id
    where i.state = 'closed' and i.closed_at < now() - make_interval(days => m.log_days)
      and exists (select 1 from incident_orders o where o.incident_id = i.id and o.recovered_at is not null)`
  for (const { id } of old) while ((await deleteSome(id)) === BATCH);
}

async function deleteSome(incidentId: string): Promise<number> {
  const { count } = await sql`
    delete from incident_orders where incident_id = ${incidentId} and order_id = any(array(
      select order_id from incident_orders where incident_id = ${incidentId} and recovered_at is not null
      limit ${BATCH}))`
  return count
}
