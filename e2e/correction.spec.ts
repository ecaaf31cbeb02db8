import {
  addFault,
  callApi,
  makeMerchant,
  openForOrders,
  paidOrder,
  portal,
  signIn,
  statusOf,
} from "./fixtures/merchant"
import { expect, test } from "./fixtures/test"

test("a manager corrects an order Pongo refused, after seeing the difference, and it arrives", async ({
  page,
}) => {
  const merchant = await makeMerchant()
  await signIn(page, merchant)
  await openForOrders(page, merchant)
  const order = { ...paidOrder("bastille"), comment: "sans oignon" }
  order.lines = order.lines.map((line, index) => (index === 0 ? { ...line, sku: "BAD-SKU" } : line))
  await addFault({
    method: "POST",
    path: "/v1/orders",
    kind: "status",
    status: 422,
    body: { message: "The product is unknown." },
    match: { order_id: order.order_id, body_includes: "BAD-SKU" },
  })
  await callApi(merchant.apiKey, "POST", "/orders", order)
  await expect.poll(() => statusOf(merchant, order)).toBe("failed")
  const path = `/orders/${order.order_id}?location_id=bastille`
  const { id } = (await callApi(merchant.apiKey, "GET", path)).body
  await page.goto(portal(merchant, `/orders/${id}`))
  await page.getByRole("button", { name: "Corriger et renvoyer" }).click()
  const dialog = page.getByRole("dialog")
  await expect(dialog.getByText("The product is unknown.")).toBeVisible()
  await dialog.getByRole("button", { name: "Voir les changements" }).click()
  await expect(dialog.getByRole("alert")).toContainText("Rien n’est changé")
  await dialog.getByLabel(/SKU de la ligne 1/).fill("GOOD-SKU")
  await dialog.getByRole("button", { name: "Voir les changements" }).click()
  const row = dialog.getByRole("row", { name: /SKU, ligne 1/ })
  await expect(row).toContainText("BAD-SKU")
  await expect(row).toContainText("GOOD-SKU")
  expect(await statusOf(merchant, order)).toBe("failed")
  await dialog.getByRole("button", { name: "Confirmer et renvoyer" }).click()
  await expect.poll(() => statusOf(merchant, order)).toBe("delivered")
  await expect(page.getByText(/Corrigée par .* et renvoyée/)).toBeVisible()
})

test("an order cancelled after it was sent says so, and that it arrived paid", async ({ page }) => {
  const merchant = await makeMerchant()
  await signIn(page, merchant)
  await openForOrders(page, merchant)
  const order = paidOrder("bastille")
  const { id } = (await callApi(merchant.apiKey, "POST", "/orders", order)).body
  await expect.poll(() => statusOf(merchant, order)).toBe("delivered")
  const cancel = { location_id: "bastille", reason: "table partie" }
  await callApi(merchant.apiKey, "POST", `/orders/${order.order_id}/cancel`, cancel)
  await page.goto(portal(merchant, `/orders/${id}`))
  const header = page.locator("main header")
  await expect(header.getByText("Annulée", { exact: true })).toBeVisible()
  await expect(header.getByText("Envoyée", { exact: true })).toBeVisible()
  await expect(page.getByText("Reçue de la caisse, déjà payée")).toBeVisible()
  await expect(page.getByText("« table partie »")).toBeVisible()
})
