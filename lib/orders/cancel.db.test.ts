import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { connect, makeLocation, makeMerchant, paidOrder } from "@/db/testing/fixtures"
import { replayOrder } from "@/lib/deliveries/mutations"
import { acceptOrder } from "./accept"
import { cancelOrder } from "./cancel"
import { tellStatus } from "./tell-status"

async function order(state: string, facts: { maybeSent?: boolean } = {}) {
  const merchant = await makeMerchant()
  await connect(merchant.merchantId, "a-token")
  const { ref } = await makeLocation(merchant.merchantId, { storeSlug: "a-store" })
  const sent = paidOrder(ref)
  const { id } = (await acceptOrder(merchant.till, sent, "en")).answer
  await sql`
    update deliveries set state = ${state}, maybe_sent = ${facts.maybeSent ?? false}, store_slug = 'a-store',
      pongo_order_ref = ${sent.order_id} where order_id = ${id}`
  const cancel = () => cancelOrder(merchant.till, sent.order_id, { location_id: ref }, "en")
  return {
    ...merchant,
    id,
    cancel,
    tell: { merchantId: merchant.merchantId, orderId: id, status: "cancelled" as const },
  }
}

const stateOf = async (id: string) => {
  const [row] =
    await sql`select o.state as "order", d.state from orders o join deliveries d on d.order_id = o.id where o.id = ${id}`
  return row
}
const jobsOf = (id: string) =>
  sql`select t.identifier, j.max_attempts from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id
      where j.payload ->> 'orderId' = ${id}`

test("a cancellation is stored together with the job that tells Pongo, or not at all", async () => {
  const { id, cancel } = await order("delivered", { maybeSent: true })
  await sql.unsafe(`
    create function refuse_job() returns trigger language plpgsql as $$ begin raise exception 'died here'; end $$;
    create trigger refuse_job before insert on graphile_worker._private_jobs for each row execute function refuse_job()`)
  await expect(cancel()).rejects.toThrow()
  await sql.unsafe("drop trigger refuse_job on graphile_worker._private_jobs; drop function refuse_job()")
  await cancel()
  expect(await stateOf(id)).toEqual({ order: "cancelled", state: "delivered" })
  expect(await jobsOf(id)).toHaveLength(1)
})

test("telling Pongo outlasts the longest delivery", async () => {
  const { id, cancel } = await order("retrying", { maybeSent: true })
  await cancel()
  const [job] = await jobsOf(id)
  expect(job!.max_attempts).toBeGreaterThan(100)
})

test("an order cancelled while it was on its way, and not taken, is not sent afterwards", async () => {
  const { id, cancel, tell, manager } = await order("sending")
  await cancel()
  await sql`update deliveries set state = 'queued' where order_id = ${id}`
  await tellStatus(tell)
  expect(await stateOf(id)).toEqual({ order: "cancelled", state: "skipped" })
  await expect(replayOrder(manager, { id })).rejects.toMatchObject({ code: "replay_not_possible" })
})

test("a cancelled order that Pongo refused is not replayed", async () => {
  const { id, cancel, manager } = await order("sending")
  await cancel()
  await sql`update deliveries set state = 'failed', reason = 'rejected_by_pongo' where order_id = ${id}`
  await expect(replayOrder(manager, { id })).rejects.toMatchObject({ code: "replay_not_possible" })
})
