import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"
import { expect, onTestFinished, test } from "vitest"
import { temporaryFolder } from "@/clients/typescript/src/testing/server"
import { sql } from "@/db/index"
import { eventually, makeLocation } from "@/db/testing/fixtures"
import { useSandbox } from "@/db/testing/use-sandbox"
import { makeTill } from "@/lib/checkout-api/testing/till"
import { openShop, SHORT_PATIENCE } from "@/lib/customers/testing/shop"
import { startDeliveryWorker } from "@/lib/deliveries/worker"
import { CATALOG, LOCATIONS } from "./menu"
import { startTills } from "./simulated-tills"

const sandbox = await useSandbox(SHORT_PATIENCE)

test("a day of six tills at high speed reaches Pongo without a duplicate reward, order or purchase", async () => {
  const shop = await openShop(sandbox)
  for (const { id, store } of LOCATIONS.slice(1))
    await makeLocation(shop.merchantId, { ref: id, storeSlug: store ?? undefined })
  await shop.pos.put("/catalog", { products: CATALOG })
  const answers = new Map<string, number>()
  const server = createServer(async (message, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of message) chunks.push(chunk)
    const path = message.url!.replace("/api/pos/v1", "")
    const reply = await makeTill(null).send(message.method as "POST", path, {
      headers: message.headers as Record<string, string>,
      body: chunks.length > 0 ? Buffer.concat(chunks) : undefined,
    })
    const call = `${path.replace(/\/(cust_|rew_|won_|\d{8}-)[\w-]+/g, "/{id}")} ${reply.status}`
    answers.set(call, (answers.get(call) ?? 0) + 1)
    response.writeHead(reply.status, Object.fromEntries(reply.headers)).end(reply.text)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const worker = await startDeliveryWorker()
  onTestFinished(async () => {
    await worker.stop()
    server.closeAllConnections()
    server.close()
  })

  const tills = await startTills({
    appUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ apiKey: shop.key, storage: temporaryFolder(), haste: 200 },
  })
  const usedBefore = sandbox.ledger().uses.length
  const until = Date.now() + 20_000
  while (
    Date.now() < until &&
    (flowsMissing(answers).length > 0 || sandbox.ledger().uses.length === usedBefore)
  )
    await sleep(100)
  await tills.stop()
  await eventually("every order has left that can", async () => {
    const [row] = await sql<{ left: number }[]>`
      select count(*)::int as left from deliveries d join delivery_holds h using (location_id)
      where d.merchant_id = ${shop.merchantId} and d.state in ('queued', 'sending', 'retrying') and h.reason is null`
    return row!.left === 0
  })

  expect(flowsMissing(answers)).toEqual([])
  expect([...answers.keys()].filter((call) => / (5\d\d|422)$/.test(call))).toEqual([])
  expect(sandbox.ledger().violations).toEqual([])
  expect(sandbox.ledger().uses.length).toBeGreaterThan(usedBefore)
}, 45_000)

const FLOWS = [
  "/customers/identify 200",
  "/customers/{id}/rewards/{id}/redeem 201",
  "/customers/{id}/wallet/{id}/lock 200",
  "/orders 202",
  "/orders/{id}/payment 200",
  "/orders/{id}/cancel 200",
  "/orders/batch 207",
  "/tills/heartbeat 200",
]
const flowsMissing = (answers: Map<string, number>) => FLOWS.filter((flow) => !answers.has(flow))
