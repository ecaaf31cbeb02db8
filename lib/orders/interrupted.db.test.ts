import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { eventually, paidOrder, statusBecomes, syncOf } from "@/db/testing/fixtures"
import { useDeliveryWorker, useSandbox } from "@/db/testing/use-sandbox"
import { openShop } from "@/lib/customers/testing/shop"
import { tellStatus } from "./tell-status"

const sandbox = await useSandbox()
useDeliveryWorker({ pollMs: 50, schedule: Array(50).fill(60), timeoutMs: 500 })

/** An order reversed by its till during a send, and the fault that ended the send. */
async function takenBack(verb: "cancel" | "refund", kind: "hang" | "hang_after_work" | "reset_after_work") {
  const merchant = await openShop(sandbox)
  const { location, pos } = merchant
  // A success between the failures; without it the worker assumes an outage and waits.
  const { id: before } = (await pos.post("/orders", paidOrder(location.ref))).json
  await statusBecomes(before, "delivered")
  const order = paidOrder(location.ref)
  sandbox.faults.add({ method: "POST", path: "/v1/orders", kind, match: { order_id: order.order_id } })
  const { id } = (await pos.post("/orders", order)).json
  await eventually("the order is in flight", async () => (await syncOf(id)).status !== "queued")
  const back = { location_id: location.ref, ...(verb === "refund" ? { refund_id: "R-1" } : {}) }
  expect((await pos.post(`/orders/${order.order_id}/${verb}`, back)).status).toBe(200)
  await eventually("the send ends", async () => (await syncOf(id)).status !== "sending")
  const status = verb === "cancel" ? ("cancelled" as const) : ("refunded" as const)
  const tell = () => tellStatus({ merchantId: merchant.merchantId, orderId: id, status })
  const atPongo = () => {
    const found = sandbox.state.orders.rows().find((row) => row.order_id === order.order_id)
    return found && [found.status, found.times_posted]
  }
  const events = async () =>
    (await sql`select kind from order_events where order_id = ${id} order by at, id`).map(({ kind }) => kind)
  return { id, status, tell, atPongo, events }
}

test.for(["cancel", "refund"] as const)(
  "an order whose %s races a send that Pongo accepted without an answer is reversed at Pongo",
  async (verb) => {
    for (const kind of ["hang_after_work", "reset_after_work"] as const) {
      const { status, tell, atPongo, events } = await takenBack(verb, kind)
      await tell()
      expect(atPongo()).toEqual([status, 1])
      expect(await events()).toEqual([status, "pongo_told"])
    }
  },
)

test.for(["cancel", "refund"] as const)(
  "an order whose %s races a send that never reached Pongo is not sent again and is recorded as absent",
  async (verb) => {
    const { id, status, tell, atPongo, events } = await takenBack(verb, "hang")
    await expect(tell()).rejects.toThrow("may still arrive")
    expect((await syncOf(id)).status).toBe("skipped")
    await sql`update deliveries set last_attempt_at = now() - interval '4 days' where order_id = ${id}`
    await sql`update order_events set at = at - interval '4 days' where order_id = ${id}`
    await tell()
    expect(atPongo()).toBeUndefined()
    expect(await events()).toEqual([status, "never_at_pongo"])
  },
)
