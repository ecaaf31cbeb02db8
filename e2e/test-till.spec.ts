import { writeFileSync } from "node:fs"
import { chromium } from "@playwright/test"
import { create, toBuffer } from "qrcode"
import { addresses } from "./fixtures/addresses"
import { browserLaunch } from "./fixtures/browser"
import { callApi, connectPongo, makeMerchant, ordersAtPongo, signIn } from "./fixtures/merchant"
import { expect, hydrated, test } from "./fixtures/test"

test("a cashier in training scans a pass, redeems, gives the reward, is paid, and nothing of it is counted", async ({
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
  await page.goto("/locations")
  await page.getByLabel("Boutique Pongo de Bastille").selectOption("le-comptoir-bastille")
  await page.getByRole("button", { name: "Relier", exact: true }).first().click()
  await expect(page.getByText("Bastille est relié à").first()).toBeVisible()
  const known = await callApi(merchant.apiKey, "POST", "/customers/identify", {
    location_id: "bastille",
    phone: "06 12 00 00 04",
  })
  const { id } = (known.body as unknown as { customer: { id: string } }).customer

  await test.step("open the till, and read the pass from a photo", async () => {
    await page.goto("/test-till")
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
    await page.goto("/reconciliation")
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible()
    await expect(page.getByText(number)).toHaveCount(0)
    await page.goto(`/orders?q=${number}`)
    await expect(
      page.getByRole("row", { name: number }).getByRole("link", { name: `${number} Test` }),
    ).toBeVisible()
  })
})

test("the camera reads the code of a pass", async ({ page: _ }, info) => {
  const merchant = await makeMerchant()
  await callApi(merchant.apiKey, "PUT", "/locations", { locations: [{ id: "bastille", name: "Bastille" }] })
  const film = info.outputPath("pass.y4m")
  writeFileSync(film, filmOf("https://pass.pongo.test/c?id=cust_of_nobody"))
  const launch = await browserLaunch()
  const browser = await chromium.launch({
    ...launch,
    args: [
      ...(launch.args ?? []),
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      `--use-file-for-fake-video-capture=${film}`,
    ],
  })
  try {
    const context = await browser.newContext({
      baseURL: addresses.appUrl,
      locale: "fr-FR",
      permissions: ["camera"],
    })
    const page = await context.newPage()
    await signIn(page, merchant)
    await page.goto("/test-till")
    await hydrated(page)
    await page.getByRole("button", { name: "Ouvrir la caisse" }).click()
    await page.getByRole("button", { name: "Scanner" }).click()
    await expect(page.getByLabel("Téléphone ou code")).toHaveValue(
      "https://pass.pongo.test/c?id=cust_of_nobody",
      { timeout: 30_000 },
    )
  } finally {
    await browser.close()
  }
})

/** A second of a camera that looks at a QR code, as raw frames. */
function filmOf(text: string): Buffer {
  const [width, height, frames] = [640, 480, 10]
  const { modules } = create(text)
  const side = Math.floor(400 / (modules.size + 8))
  const [left, top] = [width, height].map((length) => Math.floor((length - modules.size * side) / 2)) as [
    number,
    number,
  ]
  const luma = Buffer.alloc(width * height, 235)
  for (let row = 0; row < modules.size; row++)
    for (let column = 0; column < modules.size; column++)
      if (modules.get(row, column))
        for (let line = 0; line < side; line++) {
          const start = (top + row * side + line) * width + left + column * side
          luma.fill(16, start, start + side)
        }
  const frame = Buffer.concat([Buffer.from("FRAME\n"), luma, Buffer.alloc((width * height) / 2, 128)])
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`)
  return Buffer.concat([head, ...Array.from({ length: frames }, () => frame)])
}
