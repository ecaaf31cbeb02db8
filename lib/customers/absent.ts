import type { AuditAction } from "@/db/enums"
import { sql, type Tx } from "@/db/index"
import { actorLabel, type Ctx } from "@/lib/auth/ctx"
import { newId } from "@/lib/id"
import { enqueueJob } from "@/lib/jobs/enqueue"

const GONE: AuditAction = "customer.gone"

/** Per reading. A list from Pongo that lacks more is not trusted in one night. */
const MOST_ABSENT = 5_000

/**
 * Records a known customer whom Pongo did not find, and queues a job that asks again. Ignores customers who are not in
 * the directory.
 */
export async function noteAbsent({ merchantId }: Ctx, customerId: string): Promise<void> {
  const noted = await sql`
    insert into customer_absences (merchant_id, customer_id)
    select merchant_id, id from customers
    where merchant_id = ${merchantId} and id = ${customerId} and profile is not null
    on conflict do nothing`
  if (noted.count > 0)
    await enqueueJob("import_customers", { merchantId }, { key: `import:${merchantId}`, isPatient: true })
}

/**
 * Records the customers that a complete reading lacked, except those Pongo has mentioned since it began. The customer
 * heard of longest ago comes first.
 */
export const noteUnread = (tx: Tx, { merchantId }: Ctx) => tx`
  insert into customer_absences (merchant_id, customer_id)
  select c.merchant_id, c.id
  from customers c join customer_imports i on i.merchant_id = c.merchant_id
  where c.merchant_id = ${merchantId} and c.profile is not null and c.as_of < i.started_at
    and not exists (
      select 1 from (select unnest(customer_ids) as id from customer_import_pages where merchant_id = ${merchantId}) p
      where p.id = c.id)
  order by c.as_of limit ${MOST_ABSENT}
  on conflict do nothing`

/** The next customer whose absence Pongo has yet to confirm. */
export async function findAbsence({ merchantId }: Ctx): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    select customer_id as id from customer_absences where merchant_id = ${merchantId} order by noted_at, customer_id limit 1`
  return row?.id ?? null
}

export async function dropAbsence({ merchantId }: Ctx, customerId: string): Promise<void> {
  await sql`delete from customer_absences where merchant_id = ${merchantId} and customer_id = ${customerId}`
}

/**
 * Removes the personal data of a customer whom Pongo no longer has, until Pongo mentions them again. Their id, orders
 * and consents stay. Only for an absence that Pongo stated twice.
 * @param asOf the moment before Pongo was asked; a customer heard of since stays
 */
export async function forgetGone(ctx: Ctx, customerId: string, asOf: Date): Promise<void> {
  const { merchantId } = ctx
  await sql`
    with gone as (
      update customers set profile = null, phone_index = null, email_index = null, points = 0,
        opt_in_sms = 'never_asked', opt_in_email = 'never_asked', as_of = ${asOf}, gone_at = now()
      where merchant_id = ${merchantId} and id = ${customerId} and profile is not null and as_of <= ${asOf}
      returning id
    ), counted as (
      update customer_imports set customers_gone = customers_gone + 1
      where merchant_id = ${merchantId} and exists (select 1 from gone)
    )
    insert into audit_events (id, merchant_id, actor, action, target, details)
    select ${newId()}, ${merchantId}, ${actorLabel(ctx)}, ${GONE}, id, jsonb_build_object('ref', id) from gone`
}
