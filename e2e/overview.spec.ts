import { inDatabase } from "./fixtures/background"
import {
  addMember,
  callApi,
  connectPongo,
  makeMerchant,
  mapLocation,
  ordersAtPongo,
  paidOrder,
  portal,
  signIn,
} from "./fixtures/merchant"
import { expect, test } from "./fixtures/test"

test("on a phone the set-up leads from step to step, can be hidden, and returns when something breaks", async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const merchant = await makeMerchant()
  await signIn(page, merchant)
  const step = (name: string) => page.getByRole("heading", { name, level: 2 })

  await expect(step("Connecter Pongo")).toBeVisible()
  await connectPongo(page)
  await expect(step("Ajouter vos établissements")).toBeVisible()
  await page.getByText(/étapes? faites?/).click()
  await expect(page.getByText("Pongo est connecté", { exact: true })).toBeVisible()

  await callApi(merchant.apiKey, "PUT", "/locations", { locations: [{ id: "bastille", name: "Bastille" }] })
  await page.goto(portal(merchant, "/"))
  await expect(step("Relier chaque établissement à sa boutique Pongo")).toBeVisible()
  await expect(page.getByText("Il reste à relier Bastille")).toBeVisible()

  await page.getByRole("button", { name: "Masquer" }).click()
  await expect(step("Relier chaque établissement à sa boutique Pongo")).toHaveCount(0)
  await page.getByRole("link", { name: "Ouvrir la mise en route" }).click()
  await expect(step("Relier chaque établissement à sa boutique Pongo")).toBeVisible()

  await callApi(merchant.apiKey, "PUT", "/locations", { locations: [{ id: "lyon", name: "Lyon" }] })
  await page.goto(portal(merchant, "/"))
  await expect(page.getByText("Il reste 2 établissements à relier")).toBeVisible()
})

test("a viewer sees who can do the next step", async ({ page }) => {
  const merchant = await makeMerchant()
  await signIn(page, await addMember(merchant.merchantId, "viewer"))
  await expect(page.getByText("Peut le faire\u202f: Camille Martin.")).toBeVisible()
  await expect(page.getByRole("link", { name: "Connecter Pongo" })).toHaveCount(0)
})

test("the overview shows whether orders reach Pongo, repeats the figures in the chart's table, and respects its policy", async ({
  page,
}) => {
  const violations: string[] = []
  page.on("console", (message) => {
    if (/Content.Security.Policy/i.test(message.text())) violations.push(message.text())
  })
  const merchant = await makeMerchant()
  await signIn(page, merchant)
  await connectPongo(page)
  const locations = ["bastille", "lyon"].map((id) => ({ id, name: id }))
  await callApi(merchant.apiKey, "PUT", "/locations", { locations })
  await mapLocation(page, "bastille", "le-comptoir-bastille")
  const sent = [paidOrder("bastille"), paidOrder("bastille"), paidOrder("lyon")]
  for (const order of sent) await callApi(merchant.apiKey, "POST", "/orders", order)
  for (const { order_id } of sent.slice(0, 2))
    await expect.poll(async () => (await ordersAtPongo(order_id)).length).toBe(1)

  await page.goto(portal(merchant, "/?period=30d"))
  await expect(
    page.getByText("des 3 commandes à envoyer sont chez Pongo\u202f: il en manque 1"),
  ).toBeVisible()
  const chart = page.getByRole("img", { name: "Commandes de chaque tranche, par statut" })
  await expect(chart.locator("svg").first()).toBeVisible()
  await page.getByText("Voir le tableau").first().click()
  const table = page.getByRole("table", { name: "Commandes de chaque tranche, par statut" })
  await expect(table.getByRole("row").nth(1)).toContainText(/2\s*1\s*3$/)
  await page.getByRole("button", { name: "Établissement" }).click()
  await page.getByRole("menuitem", { name: "bastille" }).click()
  await expect(page).toHaveURL(/period=30d&location=/)
  await expect(page.getByText("des 2 commandes à envoyer sont chez Pongo")).toBeVisible()

  await test.step("the links behind its figures open as many orders, also when there are test orders", async () => {
    await inDatabase(
      (sql) =>
        sql`update deliveries d set is_test = true from orders o where o.id = d.order_id and o.ref = ${sent[0]!.order_id}`,
    )
    await page.goto(portal(merchant, "/?period=30d"))
    await page.getByRole("link", { name: /^Envoyée\s*1$/ }).click()
    await expect(page.getByText("1 commande", { exact: true })).toBeVisible()
    await expect(page.getByRole("row", { name: sent[1]!.order_id })).toBeVisible()
    await expect(page.getByRole("row", { name: sent[0]!.order_id })).toHaveCount(0)
  })
  expect(violations).toEqual([])
})
