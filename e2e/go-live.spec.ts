import { readFile } from "node:fs/promises"
import { expect, type Page, test } from "@playwright/test"
import {
  addMember,
  callApi,
  connectPongo,
  makeMerchant,
  mapLocation,
  paidOrder,
  portal,
  product,
  signIn,
} from "./fixtures/merchant"

const row = (page: Page, title: string) =>
  page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: title, exact: true }) })

test("a merchant without traffic rehearses, sees what a real sale adds, and sends Pongo a dated PDF", async ({
  page,
}) => {
  test.setTimeout(150_000)
  const merchant = await makeMerchant("Chez Inès")
  await signIn(page, merchant)
  await page.goto(portal(merchant, "/go-live"))
  await expect(page.getByText("0 points validés sur")).toBeVisible()
  await expect(page.getByText("Connectez Pongo pour pouvoir répéter.")).toBeVisible()

  await test.step("connect, map, send the catalogue", async () => {
    await connectPongo(page)
    await callApi(merchant.apiKey, "PUT", "/locations", { locations: [{ id: "bastille", name: "Bastille" }] })
    await callApi(merchant.apiKey, "PUT", "/catalog", { products: [product("CAF-01", "Café", 220, true)] })
    await mapLocation(page, "Bastille", "le-comptoir-bastille")
  })

  await test.step("connection and locations are facts, the rest is to be shown", async () => {
    await page.goto(portal(merchant, "/go-live"))
    await expect(row(page, "Le commerçant connecte Pongo seul").getByText("Validé")).toBeVisible()
    await expect(row(page, "Le caissier scanne le code du client").getByText("À vérifier")).toBeVisible()
  })

  await test.step("the rehearsal shows what has no traffic", async () => {
    await page.getByRole("button", { name: "Lancer la répétition" }).click()
    await expect(page.getByText(/^Réussie le/)).toBeVisible({ timeout: 60_000 })
    await expect(row(page, "Le caissier scanne le code du client").getByText("Répété")).toBeVisible()
    await expect(row(page, "L’usage d’une récompense est confirmé à Pongo").getByText("Répété")).toBeVisible()
    await expect(page.getByText("Reste à valider")).toBeHidden()
  })

  await test.step("a real sale takes the rehearsal's place", async () => {
    const order = paidOrder("bastille")
    await callApi(merchant.apiKey, "POST", "/orders", order)
    const items = row(page, "La commande porte ses articles")
    await expect(items.getByText("Validé")).toBeVisible({ timeout: 20_000 })
    await expect(items.getByRole("link", { name: order.order_id })).toBeVisible()
  })

  await test.step("tills without a scanner are not asked to scan", async () => {
    await page.getByLabel("Elles lisent un QR code ou un code-barres").uncheck()
    await page.getByRole("button", { name: "Enregistrer" }).click()
    await expect(row(page, "Le caissier scanne le code du client").getByText("Sans objet")).toBeVisible()
  })

  const address = await test.step("a dated report, as a page and as a PDF", async () => {
    await page.getByRole("button", { name: "Établir un rapport daté" }).click()
    await expect(page.getByRole("heading", { name: /^Rapport du/ })).toBeVisible()
    await expect(page.getByText("Ce rapport ne change plus.")).toBeVisible()
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Télécharger le PDF" }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^controle-qualite-pongo-chez-ines-\d{4}-\d\d-\d\d\.pdf$/)
    const pdf = (await readFile(await download.path())).toString("latin1")
    expect(pdf).toMatch(/^%PDF-/)
    expect(pdf).toContain(Buffer.from("Chez Inès", "utf16le").swap16().toString("latin1"))
    return page.url()
  })

  await test.step("another merchant finds no such report, and a viewer of this one reads it", async () => {
    const other = await makeMerchant()
    await page.context().clearCookies()
    await signIn(page, other)
    const theirs = address.replace(portal(merchant, "/"), portal(other, "/"))
    await page.goto(theirs)
    await expect(page.getByText("Ce rapport n’existe pas")).toBeVisible()
    for (const tried of [theirs, address])
      expect((await page.request.get(`${tried}/report.pdf`)).status()).toBe(404)
    const viewer = await addMember(merchant.merchantId, "viewer")
    await page.context().clearCookies()
    await signIn(page, viewer)
    await page.goto(portal(merchant, "/go-live"))
    await expect(page.getByText("Vous êtes en lecture seule")).toBeVisible()
    await expect(page.getByRole("button", { name: "Établir un rapport daté" })).toBeHidden()
    await page.getByRole("link", { name: /^Rapport du/ }).click()
    await expect(page.getByText("Ce rapport ne change plus.")).toBeVisible()
  })
})
