import { expect, test } from "vitest"
import { connect, makeLocation, makeMerchant, paidOrder, statusBecomes } from "@/db/testing/fixtures"
import { useDeliveryWorker, useSandbox } from "@/db/testing/use-sandbox"
import { expectProblem, makeTill } from "@/lib/checkout-api/testing/till"
import { LE_COMPTOIR } from "@/sandbox/state/seed"

const sandbox = await useSandbox()

useDeliveryWorker({ pollMs: 50, schedule: [0.1] })

async function sell(quantity: number, unit_price_cents: number, total_cents: number, name = "Jambon") {
  const merchant = await makeMerchant()
  await connect(merchant.merchantId, sandbox.issueToken(LE_COMPTOIR))
  const location = await makeLocation(merchant.merchantId, { storeSlug: "le-comptoir-bastille" })
  const { id } = sandbox.state.customerByPhone(LE_COMPTOIR, "33612000002")!
  const order = paidOrder(location.ref, {
    customer: { id },
    total_cents,
    payments: [{ method: "card", amount_cents: total_cents }],
    lines: [{ sku: "JAM", name, quantity, unit_price_cents, total_cents }],
  })
  const reply = await makeTill(merchant.key).post("/orders", order)
  const atPongo = () => sandbox.state.orders.rows().find((row) => row.order_id === order.order_id)
  return { reply, atPongo }
}

test.for([
  [0.345, 3_000, 1_035, "Jambon × 0,345"],
  [0.575, 380, 219, "Jambon × 0,575"],
  [1.5, 1_000, 1_500, "Jambon × 1,5"],
  [0.30000000000000004, 1_000, 300, "Jambon × 0,3"],
] as const)("a line of %d × %d cents reaches Pongo at its amount and earns its points", async (line) => {
  const [quantity, unit, total, name] = line
  const { reply, atPongo } = await sell(quantity, unit, total)
  expect([reply.status, reply.json.warnings]).toEqual([202, []])
  await statusBecomes(reply.json.id, "delivered")
  const sent = atPongo()!
  expect(sent.points_awarded).toBe(Math.floor(total / 100))
  expect((sent.payload as { lines: unknown[] }).lines).toEqual([
    { external_id: "JAM", name, quantity: 1, unit_amount: total, amount: total },
  ])
})

test("pieces are sent as pieces", async () => {
  const { reply, atPongo } = await sell(3, 200, 600)
  await statusBecomes(reply.json.id, "delivered")
  expect((atPongo()!.payload as { lines: unknown[] }).lines).toEqual([
    { external_id: "JAM", name: "Jambon", quantity: 3, unit_amount: 200, amount: 600 },
  ])
})

test.for([0.0004, 0.3456, 1e-7, 0, -0.5])(
  "a quantity of %d is not a weight and is refused",
  async (quantity) => {
    expectProblem((await sell(quantity, 100, 100)).reply, 422, "validation_failed", ["lines.0.quantity"])
  },
)
