import {
  callApi,
  chooseStore,
  connectPongo,
  makeMerchant,
  mapLocation,
  ordersAtPongo,
  paidOrder,
  portal,
  refuseAtPongo,
  signIn,
} from "./fixtures/merchant"
import { expect, test } from "./fixtures/test"

test("from sign-in to a delivered order, a held one sent automatically, and a failed one that is replayed", async ({
  page,
}) => {
  test.setTimeout(120_000)
  const merchant = await makeMerchant()
  await signIn(page, merchant)

  await test.step("connect Pongo in the browser", () => connectPongo(page))

  await test.step("the till sends its locations, one is mapped", async () => {
    const put = await callApi(merchant.apiKey, "PUT", "/locations", {
      locations: [
        { id: "bastille", name: "Bastille", city: "Paris" },
        { id: "lyon", name: "Lyon", city: "Lyon" },
      ],
    })
    expect(put.status).toBe(200)
    await mapLocation(page, "Bastille", "le-comptoir-bastille")
  })

  const key = await test.step("create a till key, shown once", async () => {
    await page.goto(portal(merchant, "/settings/api-keys"))
    await page.getByRole("button", { name: "Créer une clé" }).first().click()
    const dialog = page.getByRole("dialog")
    await dialog.getByLabel("Nom").fill("Caisse 1")
    await dialog.getByRole("button", { name: "Créer la clé" }).click()
    const shown = await page
      .getByText(/^cpt_[A-Za-z0-9]{20,}$/)
      .first()
      .textContent()
    await page.reload()
    await expect(page.getByText(shown!)).toHaveCount(0)
    return shown!
  })

  await test.step("a paid order is delivered once, to the right store", async () => {
    const order = paidOrder("bastille")
    expect((await callApi(key, "POST", "/orders", order)).status).toBe(202)
    await page.goto(portal(merchant, `/orders?q=${order.order_id}`))
    await expect(page.getByRole("row", { name: order.order_id }).getByText("Envoyée")).toBeVisible()
    expect(await ordersAtPongo(order.order_id)).toMatchObject([
      { store_slug: "le-comptoir-bastille", times_posted: 1 },
    ])
  })

  await test.step("an order of an unmapped location is held, and leaves once the location is mapped", async () => {
    const order = paidOrder("lyon")
    expect((await callApi(key, "POST", "/orders", order)).body.sync.status).toBe("held")
    await page.goto(portal(merchant, `/orders?q=${order.order_id}`))
    await page.getByRole("link", { name: order.order_id }).click()
    await page.getByRole("link", { name: "Relier Lyon" }).click()
    await chooseStore(page, "Lyon", "le-comptoir-lyon-bellecour")
    await page.goto(portal(merchant, `/orders?q=${order.order_id}`))
    await expect(page.getByRole("row", { name: order.order_id }).getByText("Envoyée")).toBeVisible()
    expect(await ordersAtPongo(order.order_id)).toMatchObject([{ store_slug: "le-comptoir-lyon-bellecour" }])
  })

  await test.step("a rejected order fails with the reason, and is delivered by a replay", async () => {
    const order = paidOrder("bastille")
    const fault = await refuseAtPongo(order)
    await callApi(key, "POST", "/orders", order)
    await page.goto(portal(merchant, `/orders?q=${order.order_id}`))
    await expect(page.getByRole("row", { name: order.order_id }).getByText("Échouée")).toBeVisible()
    await page.getByRole("link", { name: order.order_id }).click()
    await expect(page).toHaveURL(/\/orders\/[0-9a-f-]{36}$/)
    await expect(page.getByText("The amount is odd.").first()).toBeVisible()
    await fault.remove()
    await page.getByRole("button", { name: "Relancer", exact: true }).click()
    await expect(page.getByText("Pongo a reçu la commande")).toBeVisible()
    await expect(page.getByText("Camille Martin a demandé une relance")).toBeVisible()
    expect(await ordersAtPongo(order.order_id)).toHaveLength(1)
  })
})
