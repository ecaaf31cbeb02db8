import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createClient, type Order } from "../clients/typescript/src/client"
import { addresses } from "./fixtures/addresses"
import {
  addFault,
  connectPongo,
  makeMerchant,
  mapLocation,
  ordersAtPongo,
  paidOrder,
  portal,
  product,
  signIn,
} from "./fixtures/merchant"
import { expect, test } from "./fixtures/test"

const COFFEE = "rew_0ece003f2e"

test("a till's evening: enlist, identify, redeem, reward on the line, answers lost by Pongo, and everything in the log", async ({
  page,
}) => {
  test.setTimeout(90_000)
  const merchant = await makeMerchant()
  await signIn(page, merchant)
  await connectPongo(page)
  const till = createClient({
    baseUrl: addresses.appUrl,
    apiKey: merchant.apiKey,
    tillId: "till-1",
    locale: "en",
    storage: mkdtempSync(join(tmpdir(), "till-")),
    backoff: { firstMs: 200, mostMs: 1_000 },
  })
  try {
    await till.api.putLocations({ locations: [{ id: "bastille", name: "Bastille" }] })
    await till.api.putCatalog({
      products: [product("CAF-01", "Café", 220)],
    })
    await mapLocation(page, "Bastille", "le-comptoir-bastille")

    const known = await till.api.identifyCustomer({ location_id: "bastille", phone: "06 12 00 00 01" })
    const before = known.customer.points
    expect(known.rewards.available.find((reward) => reward.id === COFFEE)).toMatchObject({
      affordable: true,
      usable_here: true,
      skus: ["CAF-01"],
    })

    const { redemption, profile } = await till.api.redeemReward(
      { customer_id: known.customer.id, reward_id: COFFEE },
      { location_id: "bastille" },
    )
    expect(profile?.customer.points).toBe(before - 50)
    const bought = profile?.rewards.wallet.find((won) => won.hash === redemption.hash)
    expect(bought?.apply).toMatchObject({ kind: "add_product", choices: [{ sku: "CAF-01" }] })

    const order = paidOrder("bastille")
    const submitted = await till.orders.submit({
      ...order,
      customer: { id: known.customer.id },
      lines: [
        ...order.lines,
        {
          sku: "CAF-01",
          name: "Café",
          quantity: 1,
          unit_price_cents: 0,
          total_cents: 0,
          reward: { reward_id: COFFEE, hash: redemption.hash },
        },
      ],
    } as Order)
    await submitted.accepted
    await expect.poll(async () => (await ordersAtPongo(order.order_id)).length).toBe(1)

    // Only these two orders, because parallel tests share the sandbox and its worker.
    const late = [paidOrder("bastille"), paidOrder("bastille")]
    for (const { order_id } of late)
      await addFault({
        method: "POST",
        path: "/v1/orders",
        kind: "reset_after_work",
        times: 1,
        match: { order_id },
      })
    for (const order of late) await (await till.orders.submit(order as Order)).accepted
    await page.goto(portal(merchant, "/orders"))
    await expect(page.getByText(late[1]!.order_id)).toBeVisible()
    for (const { order_id } of late) {
      const status = async () => (await till.api.getOrder({ order_id, location_id: "bastille" })).sync.status
      await expect.poll(status, { timeout: 30_000 }).toBe("delivered")
      expect(await ordersAtPongo(order_id)).toHaveLength(1)
    }

    const ledger = await fetch(`${addresses.sandboxUrl}/_sandbox/ledger`)
    expect(((await ledger.json()) as { violations: unknown[] }).violations).toEqual([])
  } finally {
    await till.close()
  }
})
