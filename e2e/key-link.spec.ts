import type { Browser } from "@playwright/test"
import { callApi, makeMerchant, portal, signIn, type TestMerchant } from "./fixtures/merchant"
import { expect, hydrated, test } from "./fixtures/test"

test.use({ viewport: { width: 390, height: 844 } })

/** A developer in a browser of their own, without an account. */
async function developer(browser: Browser, locale = "fr-FR") {
  const page = await (await browser.newContext({ locale })).newPage()
  const visit = async (address: string) => {
    await page.goto(address)
    await hydrated(page)
  }
  return { page, visit }
}

const keysOf = (merchant: TestMerchant) => portal(merchant, "/settings/api-keys")

test("a restaurateur sends a link, and the developer creates the key, sees it once and finds the documentation", async ({
  page,
  browser,
}) => {
  const merchant = await makeMerchant("Chez Rosalie")
  await signIn(page, merchant)
  await page.goto(keysOf(merchant))
  await expect(page.getByText("curl")).toHaveCount(0)
  await page.getByRole("button", { name: "Envoyer la clé à mon prestataire de caisse" }).click()
  const link = (await page.getByText(/\/key\/kyl_/).textContent())!
  const mail = await page.getByRole("link", { name: "Écrire l’e-mail" }).getAttribute("href")
  expect(decodeURIComponent(mail!)).toContain(link)

  const { page: other, visit } = await developer(browser)
  // A mail scanner that opens the link uses nothing up.
  expect((await fetch(link)).status).toBe(200)
  await visit(link)
  await expect(other.getByRole("heading", { name: "La clé d’API de Chez Rosalie" })).toBeVisible()
  await other.getByRole("button", { name: "Créer la clé" }).click()
  await expect(other.getByText("Donnez un nom de 80 caractères au plus.")).toBeVisible()
  await other.getByLabel("Votre entreprise ou votre logiciel").fill("Zelty")
  await other.getByRole("button", { name: "Créer la clé" }).click()
  const key = (await other
    .getByText(/^cpt_[A-Za-z0-9_-]{20,}$/)
    .first()
    .textContent())!
  expect((await callApi(key, "GET", "/status")).status).toBe(200)
  await expect(other.getByText(`Bearer ${key}`)).toBeVisible()
  await other.getByRole("button", { name: "English" }).click()
  await expect(other.getByRole("heading", { name: "The key of Chez Rosalie is ready" })).toBeVisible()
  await expect(other.getByText(key, { exact: true })).toBeVisible()
  await expect(other.getByRole("link", { name: "Quick start and all routes" })).toHaveAttribute(
    "href",
    "/docs/api",
  )

  await visit(link)
  await expect(other.getByRole("heading", { name: "This link has been used" })).toBeVisible()
  await expect(other.getByText(key)).toHaveCount(0)

  await page.reload()
  await hydrated(page)
  await expect(page.getByText("Zelty").first()).toBeVisible()
  await expect(page.getByText("attend votre prestataire")).toHaveCount(0)
  await page.goto(portal(merchant, "/settings/audit"))
  await expect(page.getByText("a été créée avec le lien envoyé au prestataire de caisse")).toBeVisible()
})

test("a withdrawn or cut link says so, and creates nothing", async ({ page, browser }) => {
  const merchant = await makeMerchant()
  await signIn(page, merchant)
  await page.goto(keysOf(merchant))
  await page.getByRole("button", { name: "Envoyer la clé à mon prestataire de caisse" }).click()
  const link = (await page.getByText(/\/key\/kyl_/).textContent())!
  const { page: other, visit } = await developer(browser)
  await visit(link)
  await page.getByRole("button", { name: "Annuler le lien" }).click()
  await expect(page.getByText(/\/key\/kyl_/)).toHaveCount(0)
  await other.getByLabel("Votre entreprise ou votre logiciel").fill("Zelty")
  await other.getByRole("button", { name: "Créer la clé" }).click()
  await expect(other.getByText("Ce lien n’est plus valable")).toBeVisible()
  await visit(link)
  await expect(other.getByRole("heading", { name: "Ce lien a été annulé" })).toBeVisible()
  await visit(link.slice(0, -4))
  await expect(other.getByRole("heading", { name: "Ce lien n’existe pas" })).toBeVisible()
})
