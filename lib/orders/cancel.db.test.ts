import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { connect, makeLocation, makeMerchant, paidOrder } from "@/db/testing/fixtures"
import { useSandbox } from "@/db/testing/use-sandbox"
import { freeDeadLanes } from "@/lib/deliveries/claim"
import { replayOrder } from "@/lib/deliveries/mutations"
import { LE_COMPTOIR } from "@/sandbox/state/seed"
import { acceptOrder } from "./accept"
import { cancelOrder } from "./cancel"
import { tellStatus } from "./tell-status"

const BASTILLE = "le-comptoir-bastille"

const sandbox = await useSandbox()

async function order(state: string, facts: { maybeSent?: boolean; token?: string } = {}) {
  const merchant = await makeMerchant()
  await connect(merchant.merchantId, facts.token ?? "a-token")
  const { ref } = await makeLocation(merchant.merchantId, { storeSlug: BASTILLE })
  const sent = paidOrder(ref)
  const { id } = (await acceptOrder(merchant.till, sent, "en")).answer
  await sql`
    update deliveries set state = ${state}, maybe_sent = ${facts.maybeSent ?? false}, store_slug = ${BASTILLE},
      pongo_order_ref = ${sent.order_id} where order_id = ${id}`
  const cancel = () => cancelOrder(merchant.till, sent.order_id, { location_id: ref }, "en")
  return {
    ...merchant,
    id,
    ref: sent.order_id,
    cancel,
    tell: { merchantId: merchant.merchantId, orderId: id, status: "cancelled" as const },
  }
}

const stateOf = async (id: string) => {
  const [row] =
    await sql`select o.state as "order", d.state from orders o join deliveries d on d.order_id = o.id where o.id = ${id}`
  return row
}
const eventsOf = async (id: string) =>
  (await sql`select kind from order_events where order_id = ${id} order by at, id`).map((row) => row.kind)
const jobsOf = (id: string) =>
  sql`select t.identifier, j.max_attempts, j.run_at from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id
      where j.payload ->> 'orderId' = ${id}`

test("a cancellation is stored with the job that tells Pongo, or not at all", async () => {
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

test("the job that tells Pongo outlives the longest delivery", async () => {
  const { id, cancel } = await order("retrying", { maybeSent: true })
  await cancel()
  const [job] = await jobsOf(id)
  expect(job!.max_attempts).toBeGreaterThan(100)
})

test("an order cancelled during a send that fails is not sent again", async () => {
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

/** Delivers late a request that got no answer. */
async function post(ref: string) {
  const answer = await fetch(`${sandbox.url}/v1/orders`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${sandbox.issueToken(LE_COMPTOIR)}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({
      order_id: ref,
      channel: "pos",
      delivery_mode: "on_site",
      loyalty_store_slug: BASTILLE,
      amount: 1450,
      status: "closed",
      created_at: new Date().toISOString(),
      delivery_status: "delivered",
      lines: [{ external_id: "BRG-02", name: "Burger", quantity: 1, unit_amount: 1450, amount: 1450 }],
      customer: null,
      payments: [{ method: "card", amount: 1450 }],
    }),
  })
  if (answer.status !== 201) throw new Error(`the sandbox answered ${answer.status}`)
}

test("a cancelled order that Pongo may have is never sent again, and Pongo is told", async () => {
  const { id, ref, cancel, tell } = await order("retrying", {
    maybeSent: true,
    token: sandbox.issueToken(LE_COMPTOIR),
  })
  await cancel()
  expect(await stateOf(id)).toEqual({ order: "cancelled", state: "skipped" })
  await sql`update deliveries set last_attempt_at = now() where order_id = ${id}`
  await expect(tellStatus(tell)).rejects.toThrow("may still arrive")
  await post(ref)
  await tellStatus(tell)
  expect(sandbox.state.orders.rows().find((row) => row.order_id === ref)).toMatchObject({
    status: "cancelled",
  })
  await sql`update deliveries set last_attempt_at = now() - interval '1 hour' where order_id = ${id}`
  await tellStatus(tell)
  expect(await eventsOf(id)).toEqual(["cancelled", "pongo_told"])
})

test("a cancelled order that never arrived at Pongo frees its rewards and is not reported as reversed", async () => {
  const { id, merchantId, cancel, tell } = await order("retrying", {
    maybeSent: true,
    token: sandbox.issueToken(LE_COMPTOIR),
  })
  await sql`
    insert into reward_holds (merchant_id, hash, customer_id, reward_id, state, order_id)
    values (${merchantId}, 'a-hash', 'cust_1', 'rew_1', 'on_order', ${id})`
  await cancel()
  const hold = async () =>
    (await sql`select state from reward_holds where merchant_id = ${merchantId}`)[0]!.state
  expect(await hold()).toBe("on_order")
  await sql`update deliveries set last_attempt_at = now() - interval '1 hour' where order_id = ${id}`
  await tellStatus(tell)
  expect(await hold()).toBe("locked")
  expect(await eventsOf(id)).toEqual(["cancelled"])
})

/** Moves the order's last attempt and its reversal back in time. */
async function wait(id: string, time: string) {
  await sql`update deliveries set last_attempt_at = last_attempt_at - ${time}::interval where order_id = ${id}`
  await sql`update order_events set at = at - ${time}::interval where order_id = ${id}`
}

/** A cancelled order that Pongo may have but does not show yet. */
async function cancelledInTheDark(state: string) {
  const cancelled = await order(state, { maybeSent: true, token: sandbox.issueToken(LE_COMPTOIR) })
  const { id, cancel } = cancelled
  await sql`update deliveries set last_attempt_at = now() where order_id = ${id}`
  if (state === "sending") await interrupt(id)
  await cancel()
  return cancelled
}

/** Leaves the lane as a crashed worker would. */
async function interrupt(id: string) {
  await sql`update delivery_lanes set lease_id = gen_random_uuid(), lease_until = now() - interval '1 second'
            where location_id = (select location_id from deliveries where order_id = ${id})`
  await freeDeadLanes()
}

const statusAtPongo = (ref: string) => sandbox.state.orders.rows().find((row) => row.order_id === ref)?.status
const nextAsked = async (id: string) => {
  const [job] = await jobsOf(id)
  return job && Math.round((job.run_at.getTime() - Date.now()) / 60_000)
}

test.for(["retrying", "sending", "delivered"])(
  "a cancelled order (%s) that Pongo shows a day late is reversed then",
  async (state) => {
    const { id, ref, tell } = await cancelledInTheDark(state)
    await wait(id, "20 minutes")
    await tellStatus(tell)
    expect(await nextAsked(id)).toBe(20)
    await wait(id, "1 day")
    await tellStatus(tell)
    expect(await nextAsked(id)).toBe(360)
    expect(await eventsOf(id)).toEqual(["cancelled"])
    await post(ref)
    await tellStatus(tell)
    expect(statusAtPongo(ref)).toBe("cancelled")
    expect(await eventsOf(id)).toEqual(["cancelled", "pongo_told"])
  },
)

test("a cancelled order that Pongo lacks for three days is recorded as absent, once", async () => {
  const { id, tell } = await cancelledInTheDark("sending")
  await wait(id, "71 hours")
  await tellStatus(tell)
  expect(await eventsOf(id)).toEqual(["cancelled"])
  await wait(id, "2 hours")
  await tellStatus(tell)
  await tellStatus(tell)
  expect(await eventsOf(id)).toEqual(["cancelled", "never_at_pongo"])
})

test("an order sent long ago and cancelled now is not given up at Pongo's first not-found answer", async () => {
  const { id, cancel, tell } = await order("delivered", { token: sandbox.issueToken(LE_COMPTOIR) })
  await sql`update deliveries set last_attempt_at = now() - interval '30 days' where order_id = ${id}`
  await cancel()
  await tellStatus(tell)
  expect(await eventsOf(id)).toEqual(["cancelled"])
  expect(await jobsOf(id)).toHaveLength(1)
})

test.for([
  ["about a wrong address", { kind: "status", body: { message: "The route v1/orders could not be found." } }],
  ["from a gateway", { kind: "html" }],
] as const)("a 404 %s does not prove that Pongo has no such order", async ([, answer]) => {
  const { id, ref, tell } = await cancelledInTheDark("retrying")
  await post(ref)
  await wait(id, "4 days")
  const patch = { method: "PATCH", path: "/v1/orders/{id}/status", status: 404 }
  const fault = sandbox.faults.add({ ...patch, ...answer })
  await expect(tellStatus(tell)).rejects.toThrow()
  expect(await eventsOf(id)).toEqual(["cancelled"])
  sandbox.faults.remove(fault.id)
  await tellStatus(tell)
  expect(statusAtPongo(ref)).toBe("cancelled")
})
