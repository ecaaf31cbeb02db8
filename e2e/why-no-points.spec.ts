import {
  addMember,
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

const PHONE = "06 12 34 56 78"
const customer = { phone: PHONE, opt_in: { sms: false, email: false } }
/** Within yesterday's business day, which is over. */
const YESTERDAY = new Date(Date.now() - 26 * 3_600_000).toISOString()

test("a manager finds why points are missing, fixes it with one press, and sees proof that nothing is missing", async ({
  page,
}) => {
  test.setTimeout(120_000)
  const merchant = await makeMerchant()
  await signIn(page, merchant)
  await connectPongo(page)
  await callApi(merchant.apiKey, "PUT", "/locations", {
    locations: [
      { id: "bastille", name: "Bastille", city: "Paris" },
      { id: "lyon", name: "Lyon", city: "Lyon" },
    ],
  })
  await mapLocation(page, "Bastille", "le-comptoir-bastille")

  const held = { ...paidOrder("lyon"), customer, created_at: YESTERDAY, closed_at: YESTERDAY }
  const refused = { ...paidOrder("bastille"), created_at: YESTERDAY, closed_at: YESTERDAY }
  const unnamed = paidOrder("lyon")
  const fault = await refuseAtPongo(refused)
  expect((await callApi(merchant.apiKey, "POST", "/orders", held)).body.sync.status).toBe("held")
  expect((await callApi(merchant.apiKey, "POST", "/orders", refused)).status).toBe(202)

  const link = (name: string) => page.locator(`[data-link="${name}"]`)
  const search = async (what: string) => {
    await page.getByLabel("Téléphone, numéro de commande ou identifiant cust_…").fill(what)
    await page.getByRole("button", { name: "Chercher", exact: true }).last().click()
  }

  await test.step("the customer's phone leads to the broken link, and stays out of the address", async () => {
    await page.goto(portal(merchant, "/orders"))
    await page.getByRole("link", { name: "Pourquoi pas de points" }).click()
    await search(PHONE)
    await expect(page.getByText("Lyon n’est pas relié à une boutique Pongo")).toBeVisible()
    await expect(link("customer_attached")).toHaveAttribute("data-state", "done")
    await expect(link("location_mapped")).toHaveAttribute("data-state", "broken")
    await expect(link("accepted")).toHaveAttribute("data-state", "not_reached")
    await expect(page.getByText("Vos points arriveront d’eux-mêmes")).toBeVisible()
    expect(page.url()).toMatch(/\/why-no-points\?order=[0-9a-f-]{36}$/)
  })
  const diagnosis = page.url()

  await test.step("an order without a customer offers the same fix, and no claim before Pongo has it", async () => {
    await callApi(merchant.apiKey, "POST", "/orders", unnamed)
    await search(unnamed.order_id)
    await expect(
      page.getByText(`La commande ${unnamed.order_id} n’a pas de client et n’est pas encore chez Pongo`),
    ).toBeVisible()
    await expect(page.getByRole("link", { name: "Relier Lyon" })).toBeVisible()
    await expect(page.getByRole("blockquote")).toContainText("dès qu’elle y sera")
  })

  await test.step("yesterday shows the gap", async () => {
    await page.goto(portal(merchant, "/reconciliation"))
    const row = page.getByRole("row", { name: /Écart/ })
    await expect(row).toContainText("Lyon : 1 attend")
    await expect(row).toContainText("Bastille : 1 échouée")
  })

  await test.step("its button mends it, and the chain is whole", async () => {
    await page.goto(diagnosis)
    await page.getByRole("link", { name: "Relier Lyon" }).click()
    await chooseStore(page, "Lyon", "le-comptoir-lyon-bellecour")
    await page.goto(diagnosis)
    await expect(page.getByText(`Pongo a bien la commande ${held.order_id}`)).toBeVisible()
    await expect(page.locator('[data-link][data-state="done"]')).toHaveCount(8)
    expect(await ordersAtPongo(held.order_id)).toMatchObject([{ times_posted: 1 }])
  })

  await test.step("what failed of the day is sent with one press, and pressed twice it went once", async () => {
    await fault.remove()
    await page.goto(portal(merchant, "/reconciliation"))
    await page
      .getByRole("link", { name: /^\w{3}\. \d/ })
      .first()
      .click()
    await expect(page.getByText(/1 commande \(16,70\s€\) manque chez Pongo/)).toBeVisible()
    const other = await page.context().newPage()
    await other.goto(page.url())
    const press = { name: "Envoyer l’écart (1 commande)" }
    await Promise.all([page.getByRole("button", press).click(), other.getByRole("button", press).click()])
    await expect(
      page.getByText("Rien ne manque : les 2 commandes à transmettre sont chez Pongo"),
    ).toBeVisible()
    await other.close()
    // Refused once before the fault ended, then accepted by the single replay.
    expect(await ordersAtPongo(refused.order_id)).toMatchObject([{ times_posted: 1 }])
  })

  await test.step("the proof: nothing to do, and a file that says the same", async () => {
    await page.goto(portal(merchant, "/reconciliation"))
    await expect(page.getByText("Rien à faire")).toBeVisible()
    await expect(page.getByRole("row", { name: /Complète/ })).toBeVisible()
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: /^Exporter/ }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^\d{4}-\d{2}\.csv$/)
  })

  await test.step("a number that nobody has says what to check", async () => {
    await page.goto(portal(merchant, "/why-no-points"))
    await search("ZZ-404")
    await expect(page.getByText("Aucune commande ne porte ce numéro")).toBeVisible()
    await expect(page.getByText("Un numéro s’écrit ici comme les derniers reçus")).toBeVisible()
    await expect(page.getByText(unnamed.order_id)).toBeVisible()
  })
})

test("a viewer finds the cause, and no button", async ({ page }) => {
  const merchant = await makeMerchant()
  await callApi(merchant.apiKey, "PUT", "/locations", { locations: [{ id: "lyon", name: "Lyon" }] })
  const order = { ...paidOrder("lyon"), customer }
  await callApi(merchant.apiKey, "POST", "/orders", order)
  await signIn(page, await addMember(merchant.merchantId, "viewer"))
  await page.goto(portal(merchant, "/why-no-points"))
  await page.getByLabel("Téléphone, numéro de commande ou identifiant cust_…").fill(order.order_id)
  await page.getByRole("button", { name: "Chercher", exact: true }).last().click()
  await expect(page.getByText("Lyon n’est pas relié à une boutique Pongo")).toBeVisible()
  await expect(page.getByText("Un responsable ou un propriétaire peut régler cela.")).toBeVisible()
  await expect(page.getByRole("link", { name: "Relier Lyon" })).toHaveCount(0)
})
