import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { expect, onTestFinished, test } from "vitest"
import { sql } from "@/db/index"
import { useSandbox } from "@/db/testing/use-sandbox"
import { makeTill } from "@/lib/checkout-api/testing/till"
import { openShop, SHORT_PATIENCE, seeded } from "@/lib/customers/testing/shop"
import { createClient } from "./client.js"
import { anOrder } from "./testing/order.js"
import { temporaryFolder } from "./testing/server.js"

const sandbox = await useSandbox(SHORT_PATIENCE)

/** The real handlers on a real socket. It can drop the next answers on demand. */
async function openTill() {
  const shop = await openShop(sandbox)
  let lost = 0
  const server = createServer(async (message, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of message) chunks.push(chunk)
    const path = message.url!.replace("/api/pos/v1", "")
    const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined
    const headers = message.headers as Record<string, string>
    const reply = await makeTill(null).send(message.method as "POST", path, { headers, body })
    if (lost-- > 0) response.socket?.destroy()
    else response.writeHead(reply.status, Object.fromEntries(reply.headers)).end(reply.text)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const client = createClient({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ apiKey: shop.key, tillId: "till-1", locale: "en", storage: temporaryFolder() },
    backoff: { firstMs: 5, mostMs: 50 },
  })
  onTestFinished(async () => {
    await client.close()
    server.closeAllConnections()
    server.close()
  })
  return {
    ...{ shop, client },
    loseAnswers: (count: number) => {
      lost = count
    },
  }
}

const location = { location_id: "bastille" }

test("a till identifies a customer, redeems, puts the reward on the order and sends it", async () => {
  const { client, shop } = await openTill()
  await client.api.putCatalog({
    products: [
      ...[{ sku: "CAF-01", name: "Café", kind: "product" as const, price_cents: 220, active: true }],
    ].map((product) => ({ ...product, has_paid_options: false })),
  })
  const profile = await client.api.identifyCustomer({
    ...location,
    phone: seeded(sandbox, 1).phone.replace("33", "0"),
  })
  const coffee = profile.rewards.available.find(({ skus }) => skus.includes("CAF-01"))!
  const { redemption, profile: after } = await client.api.redeemReward(
    { customer_id: profile.customer.id, reward_id: coffee.id },
    location,
  )
  const won = after!.rewards.wallet.find(({ hash }) => hash === redemption.hash)!
  expect(won.apply).toMatchObject({ kind: "add_product", choices: [{ sku: "CAF-01" }] })
  await client.api.lockReward({ customer_id: profile.customer.id, hash: won.hash }, location)
  const { accepted } = await client.orders.submit(
    anOrder("A-1", {
      customer: { id: profile.customer.id },
      total_cents: 0,
      payments: [],
      lines: [
        {
          ...{ sku: "CAF-01", name: "Café", quantity: 1, unit_price_cents: 0, total_cents: 0 },
          reward: { reward_id: coffee.id, hash: won.hash },
        },
      ],
    }),
  )
  expect(await accepted).toMatchObject({ order_id: "A-1", warnings: [], sync: { status: "queued" } })
  const rows = await sql`select 1 from orders where merchant_id = ${shop.merchantId}`
  expect(rows).toHaveLength(1)
})

test("a purchase with a lost answer happens once", async () => {
  const { client, loseAnswers } = await openTill()
  const customer = seeded(sandbox, 1)
  const before = customer.points
  loseAnswers(1)
  await client.api.redeemReward({ customer_id: customer.id, reward_id: "rew_2b8f61e3a7" }, location)
  expect(before - seeded(sandbox, 1).points).toBe(100)
})

test("orders with lost answers arrive once, in order", async () => {
  const { client, shop, loseAnswers } = await openTill()
  loseAnswers(3)
  const submitted = []
  for (let number = 1; number <= 6; number++)
    submitted.push(await client.orders.submit(anOrder(`B-${number}`)))
  for (const { accepted } of submitted) await accepted
  const rows = await sql<{ ref: string }[]>`
    select ref from orders where merchant_id = ${shop.merchantId} order by id`
  expect(rows.map(({ ref }) => ref)).toEqual(["B-1", "B-2", "B-3", "B-4", "B-5", "B-6"])
  expect(client.orders.rejected()).toEqual([])
})

test("a refusal is the API's own text, in the till's language", async () => {
  const { client } = await openTill()
  await expect(client.api.identifyCustomer({ ...location, phone: "0699999999" })).rejects.toMatchObject({
    code: "customer_not_found",
    cashierMessage: "Unknown customer. Offer to sign them up.",
    problem: { can_enlist: true },
    requestId: expect.stringMatching(/^req_/),
  })
})
