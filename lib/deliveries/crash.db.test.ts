import { type ChildProcess, spawn } from "node:child_process"
import { afterAll, expect, test } from "vitest"
import { connect, makeLocation, makeMerchant, paidOrder, syncOf } from "@/db/testing/fixtures"
import { useSandbox } from "@/db/testing/use-sandbox"
import { acceptOrder } from "@/lib/orders/accept"
import { LE_COMPTOIR } from "@/sandbox/state/seed"

const sandbox = await useSandbox()
const workers: ChildProcess[] = []

afterAll(async () => {
  for (const worker of workers) worker.kill("SIGKILL")
})

/** A worker as in production: `npm run worker` in its own process. */
function startWorkerProcess() {
  const worker = spawn(process.execPath, ["--import", "tsx", "bin/worker.ts"], {
    env: {
      ...process.env,
      PONGO_API_URL: sandbox.url,
      PONGO_TIMEOUT_MS: "1000",
      VITEST: undefined,
      NODE_ENV: "development",
    },
    stdio: "ignore",
  })
  workers.push(worker)
  return worker
}

test("a worker killed with -9 between Pongo's answer and our commit leaves one order at Pongo and loses none", {
  timeout: 90_000,
}, async () => {
  const { merchantId, till } = await makeMerchant()
  await connect(merchantId, sandbox.issueToken(LE_COMPTOIR))
  const { ref } = await makeLocation(merchantId, { storeSlug: "le-comptoir-bastille" })
  const orders = [paidOrder(ref), paidOrder(ref), paidOrder(ref)]
  const answers = []
  for (const order of orders) answers.push((await acceptOrder(till, order, "en")).answer)
  // Pongo accepts the first order and its answer never arrives.
  const fault = sandbox.faults.add({ method: "POST", path: "/v1/orders", kind: "hang_after_work" })
  const first = startWorkerProcess()
  // On a busy machine the process takes ten seconds to start.
  await expect.poll(() => sandbox.state.orders.rows().length, { timeout: 30_000 }).toBe(1)
  first.kill("SIGKILL")
  sandbox.faults.remove(fault.id)
  startWorkerProcess()
  const until = Date.now() + 45_000
  for (const answer of answers)
    while ((await syncOf(answer.id)).status !== "delivered") {
      if (Date.now() > until) throw new Error("an order was lost")
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  const atPongo = sandbox.state.orders.rows()
  expect(atPongo.map((order) => order.order_id)).toEqual(orders.map((order) => order.order_id))
  expect(atPongo[0]).toMatchObject({ times_posted: 2 })
  expect(sandbox.ledger().violations).toEqual([])
})
