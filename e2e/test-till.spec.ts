import { toBuffer } from "qrcode"
import { callApi, connectPongo, makeMerchant, ordersAtPongo, portal, signIn } from "./fixtures/merchant"
import { expect, test } from "./fixtures/test"

test("a cashier in training scans a pass, redeems, gives the reward, is paid, and none of it counts", async ({
  page,
}) => {
  test.setTimeout(180_000)
  const merchant = await makeMerchant()
  await signIn(page, merchant)
  await connectPongo(page)
  await callApi(merchant.apiKey, "PUT", "/locations", { locations: [{ id: "bastille", name: "Bastille" }] })
  const product = (sku: string, name: string, price_cents: number) => ({
    sku,
    name,
    kind: "product",
    price_cents,
    active: true,
    has_paid_options: false,
  })
  await callApi(merchant.apiKey, "PUT", "/catalog", {
    products: [product("CAF-01", "Café", 220), product("BRG-02", "Burger", 1450)],
  })
  await page.goto(portal(merchant, "/locations"))
  await page.getByLabel("Boutique Pongo de Bastille").selectOption("le-comptoir-bastille")
  await page.getByRole("button", { name: "Relier", exact: true }).first().click()
  await expect(page.getByText("Bastille est relié à").first()).toBeVisible()
  const known = await callApi(merchant.apiKey, "POST", "/customers/identify", {
    location_id: "bastille",
    phone: "06 12 00 00 04",
  })
  const { id } = (known.body as unknown as { customer: { id: string } }).customer

  await test.step("open the till, and read the pass from a photo", async () => {
    await page.goto(portal(merchant, "/test-till"))
    await expect(page.getByText("Données d’essai.")).toBeVisible()
    await page.getByRole("button", { name: "Ouvrir la caisse" }).click()
    await page.getByRole("button", { name: "Scanner" }).click()
    const pass = await toBuffer(`https://pass.pongo.test/c?id=${id}`, { width: 400, margin: 4 })
    await page.getByLabel("Ou une photo du code").setInputFiles({
      name: "pass.png",
      mimeType: "image/png",
      buffer: pass,
    })
    await expect(page.getByRole("heading", { name: "Déjà achetées" })).toBeVisible()
  })

  await test.step("redeem, and the reward is in the wallet, apart", async () => {
    const coffee = page.getByRole("listitem").filter({ hasText: "Café offert" })
    await coffee.getByRole("button", { name: "Échanger" }).first().click()
    await page.getByRole("button", { name: "Offrir Café" }).first().click()
    await expect(page.getByText("Sur le ticket").first()).toBeVisible()
  })

  const number = await test.step("ring up, pay, and watch it arrive", async () => {
    await page.getByRole("button", { name: /^Burger/ }).click()
    await page.getByRole("button", { name: "Encaisser" }).click()
    await expect(page.getByText("Envoyée")).toBeVisible({ timeout: 20_000 })
    const link = page.getByRole("link", { name: /^TEST-/ })
    const text = await link.textContent()
    await link.click()
    await expect(page.getByText("Test", { exact: true }).first()).toBeVisible()
    return text!
  })
  expect(await ordersAtPongo(number)).toMatchObject([{ times_posted: 1 }])

  await test.step("it is in the log as a test, and in no figure", async () => {
    await page.goto(portal(merchant, "/reconciliation"))
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible()
    await expect(page.getByText(number)).toHaveCount(0)
    await page.goto(portal(merchant, `/orders?q=${number}`))
    await expect(
      page.getByRole("row", { name: number }).getByRole("link", { name: `${number} Test` }),
    ).toBeVisible()
    await expect(page.getByText("Seulement des commandes d’essai, qui ne comptent pas")).toBeVisible()
  })
})
