import {
  callApi,
  makeMerchant,
  openForOrders,
  ordersAtPongo,
  paidOrder,
  portal,
  refuseAtPongo,
  signIn,
} from "./fixtures/merchant"
import { expect, test } from "./fixtures/test"

const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
const noon = `${yesterday}T12:00:00Z`
const paidYesterday = () => ({ ...paidOrder("bastille"), created_at: noon, closed_at: noon })

test("a day’s gap is listed order by order, also against the till’s total; one press sends the failed orders, and once the till sends the rest the gap is 0", async ({
  page,
}) => {
  const merchant = await makeMerchant()
  await signIn(page, merchant)
  await openForOrders(page, merchant)

  const [sent, failed, kept] = [paidYesterday(), paidYesterday(), paidYesterday()]
  const refusal = await refuseAtPongo(failed)
  for (const [order, status] of [
    [sent, "delivered"],
    [failed, "failed"],
  ] as const) {
    await callApi(merchant.apiKey, "POST", "/orders", order)
    const path = `/orders/${order.order_id}?location_id=bastille`
    await expect.poll(async () => (await callApi(merchant.apiKey, "GET", path)).body.sync.status).toBe(status)
  }
  await refusal.remove()
  const reported = await callApi(merchant.apiKey, "PUT", `/days/${yesterday}`, {
    location_id: "bastille",
    orders: 3,
    total_cents: 3 * 1670,
    order_ids: [sent, failed, kept].map(({ order_id }) => order_id),
  })
  expect(reported.body).toMatchObject({
    gap: { orders: 1, total_cents: 1670 },
    delivered: { orders: 1 },
    missing_order_ids: [kept.order_id],
  })
  const balance = (line: string) =>
    page.getByRole("table", { name: /^Bilan/ }).getByRole("row", { name: new RegExp(`^${line}`) })

  await test.step("the list of days leads to the gap, named order by order", async () => {
    await page.goto(portal(merchant, "/reconciliation"))
    await page
      .getByRole("table", { name: /écart/i })
      .getByRole("row")
      .nth(1)
      .getByRole("link")
      .first()
      .click()
    await expect(page).toHaveURL(new RegExp(`/reconciliation/${yesterday}`))
    await expect(page.getByText(/^2 commandes \(33,40\s€\) manquent chez Pongo$/)).toBeVisible()
    await expect(balance("Acceptées par Pongo")).toContainText(/1\s*16,70/)
    await expect(balance("Écart avec Pongo")).toContainText(/1\s*16,70/)
    await expect(balance("Écart avec la caisse")).toContainText(/1\s*16,70/)
    await expect(page.getByRole("row", { name: failed.order_id })).toContainText("Échouée")
    await expect(page.getByRole("listitem").filter({ hasText: kept.order_id })).toContainText(
      "Jamais arrivée",
    )
  })

  await test.step("one press sends what failed", async () => {
    await page.getByRole("button", { name: "Envoyer l’écart (1 commande)" }).click()
    await expect(page.getByText("1 commande repart vers Pongo").first()).toBeVisible()
    await expect(balance("Acceptées par Pongo")).toContainText(/2\s*33,40/)
    await expect(page.getByText(/^1 commande \(16,70\s€\) manque chez Pongo$/)).toBeVisible()
    expect(await ordersAtPongo(failed.order_id)).toMatchObject([{ times_posted: 1 }])
  })

  await test.step("and what the till had kept closes the gap", async () => {
    await callApi(merchant.apiKey, "POST", "/orders", kept)
    await expect(
      page.getByText("Rien ne manque\u202f: les 3 commandes à transmettre sont chez Pongo"),
    ).toBeVisible()
    await expect(page.getByText("La caisse annonce le même total.")).toBeVisible()
    await expect(balance("Écart avec Pongo")).toContainText(/0\s*0,00/)
    await expect(balance("Écart avec la caisse")).toContainText(/0\s*0,00/)
    await expect(page.getByRole("button", { name: /^Envoyer l’écart/ })).toHaveCount(0)
    await page.goto(portal(merchant, "/reconciliation"))
    await expect(page.getByRole("table", { name: /^Journées avec un écart/ })).toHaveCount(0)
    await expect(page.getByText("La journée terminée de cette période est complète")).toBeVisible()
  })
})
