import { randomBytes } from "node:crypto"
import type { Page } from "@playwright/test"
import { besides, callApi, ordersAtPongo, paidOrder } from "./fixtures/merchant"
import { expect, hydrated, test } from "./fixtures/test"

const PASSWORD = "une phrase de passe"

/** Four locations as a POS exports them. The first two match Pongo's stores exactly, the others nearly. */
const LOCATIONS = [
  "Identifiant;Nom;Adresse;Code postal;Ville",
  "bastille;LE COMPTOIR BASTILLE;12, rue de la Roquette;75011;PARIS",
  "republique;Le Comptoir Republique;31 r. du Fbg du Temple;75010;Paris",
  "bellecour;Comptoir Lyon Bellecour;8 rue Victor Hugo;69002;Lyon",
  "part-dieu;Le Comptoir Part-Dieu;17 rue du Dr Bouchut;69003;Lyon",
].join("\r\n")

/** A menu of 300 products. Pongo's rewards name three of them. */
const MENU = [
  "SKU;Nom;Prix",
  "CAF-01;Café;2,20",
  "BRU-01;Brunch;18,90",
  "LIM-01;Limonade;3,50",
  ...Array.from({ length: 297 }, (_, index) => `PLAT-${index};Plat ${index};${9 + (index % 20)},50`),
].join("\r\n")

/** Labels of the buttons pressed, by language. */
const WORDS = {
  fr: {
    name: "Votre nom",
    password: "Mot de passe",
    enter: "Créer mon compte et entrer",
    overview: "Vue d’ensemble",
    connect: "Connecter Pongo",
    authorise: "Autoriser",
    found: /boutiques trouvées/,
    read: "Lire le fichier",
    importLocations: "Importer 4 établissements",
    locations: "Établissements",
    acceptAll: /Relier les 4 suggestions sûres/,
    confirmAll: "Relier les 4",
    mapped: /4 établissements sont reliés/,
    importProducts: "Importer 300 produits",
    imported: "Import terminé",
    newKey: "Créer une clé",
    keyName: "Nom",
    createKey: "Créer la clé",
    sent: "Envoyée",
    rehearse: "Lancer la répétition",
    rehearsed: /^Réussie le/,
    left: "Reste à valider",
    report: "Établir un rapport daté",
    reportTitle: /^Rapport du/,
  },
  en: {
    name: "Your name",
    password: "Password",
    enter: "Create my account and enter",
    overview: "Overview",
    connect: "Connect Pongo",
    authorise: "Authorise",
    found: /stores found/,
    read: "Read the file",
    importLocations: "Import 4 locations",
    locations: "Locations",
    acceptAll: /Map the 4 sure suggestions/,
    confirmAll: "Map all 4",
    mapped: /4 locations are mapped/,
    importProducts: "Import 300 products",
    imported: "Import done",
    newKey: "Create a key",
    keyName: "Name",
    createKey: "Create the key",
    sent: "Delivered",
    rehearse: "Start the rehearsal",
    rehearsed: /^Passed on/,
    left: "To do",
    report: "Make a dated report",
    reportTitle: /^Report of/,
  },
}

for (const { language, screen, viewport } of [
  { language: "fr", screen: "a phone", viewport: { width: 390, height: 844 } },
  { language: "en", screen: "a laptop", viewport: { width: 1440, height: 900 } },
] as const)
  test.describe(`in ${language} on ${screen}`, () => {
    test.use({ viewport, locale: language === "fr" ? "fr-FR" : "en-GB", hasTouch: viewport.width < 500 })

    test("a restaurateur gets from the invitation to a go-live report without help", async ({ page }) => {
      test.setTimeout(300_000)
      const words = WORDS[language]
      const link = await invitation(language)

      await test.step("the invitation becomes an account", async () => {
        await page.goto(link)
        await page.getByLabel(words.name).fill("Rosalie Petit")
        await page.getByLabel(words.password, { exact: true }).fill(PASSWORD)
        await page.getByRole("button", { name: words.enter }).click()
        await expect(page.getByRole("heading", { name: words.overview })).toBeVisible()
        await hydrated(page)
      })

      await test.step("Pongo is connected from the guide", async () => {
        await page.getByRole("link", { name: words.connect }).first().click()
        await page.getByLabel(/lecomptoir/).check()
        await page.getByRole("button", { name: words.authorise }).click()
        await expect(page.getByText(words.found)).toBeVisible()
      })

      await test.step("four locations come from a file, and find their stores", async () => {
        await page.goto(besides(page, "/locations/import"))
        await chooseFile(page, LOCATIONS)
        await page.getByRole("button", { name: words.read }).click()
        await page.getByRole("button", { name: words.importLocations }).click()
        await expect(page.getByRole("heading", { name: words.locations, level: 1 })).toBeVisible()
        await page.getByRole("button", { name: words.acceptAll }).click()
        await page.getByRole("button", { name: words.confirmAll, exact: true }).click()
        await expect(page.getByText(words.mapped).first()).toBeVisible()
      })

      await test.step("the menu comes from a file, and rewards find their products", async () => {
        await page.goto(besides(page, "/catalog/import"))
        await chooseFile(page, MENU)
        await page.getByRole("button", { name: words.read }).click()
        await page.getByRole("button", { name: words.importProducts }).click()
        await expect(page.getByText(words.imported).first()).toBeVisible()
        await page.goto(besides(page, "/rewards"))
        await expect(page.getByText("CAF-01").first()).toBeVisible()
      })

      const key = await test.step("a key for the tills", async () => {
        await page.goto(besides(page, "/settings/api-keys"))
        await page.getByRole("button", { name: words.newKey }).first().click()
        const dialog = page.getByRole("dialog")
        await dialog.getByLabel(words.keyName, { exact: true }).fill("Caisse 1")
        await dialog.getByRole("button", { name: words.createKey }).click()
        return (await page
          .getByText(/^cpt_[A-Za-z0-9]{20,}$/)
          .first()
          .textContent())!
      })

      await test.step("a first order arrives at the right store", async () => {
        const order = paidOrder("bellecour")
        expect((await callApi(key, "POST", "/orders", order)).status).toBe(202)
        await page.goto(besides(page, `/orders?q=${order.order_id}`))
        await expect(page.getByText(words.sent).first()).toBeVisible({ timeout: 20_000 })
        expect(await ordersAtPongo(order.order_id)).toMatchObject([
          { store_slug: "le-comptoir-lyon-bellecour" },
        ])
      })

      await test.step("the rehearsal passes, and a dated report is made", async () => {
        await page.goto(besides(page, "/go-live"))
        await page.getByRole("button", { name: words.rehearse }).click()
        await expect(page.getByText(words.rehearsed)).toBeVisible({ timeout: 90_000 })
        await expect(page.getByText(words.left)).toBeHidden()
        await page.getByRole("button", { name: words.report }).click()
        await expect(page.getByRole("heading", { name: words.reportTitle })).toBeVisible()
      })
    })
  })

/** Creates a merchant as the vendor's operator does. Returns the link for its owner. */
async function invitation(language: string): Promise<string> {
  const { createOperator } = await import("../lib/operators/new-operator")
  const { default: postgres } = await import("postgres")
  const { addresses } = await import("./fixtures/addresses")
  const name = randomBytes(4).toString("hex")
  const email = `op-${name}@vendor.test`
  await createOperator({ name: "Alex", email, password: PASSWORD })
  const { systemCtx } = await import("../lib/auth/system")
  const { writeInvitation } = await import("../lib/team/mutations")
  const { insertMerchant } = await import("../lib/merchants/mutations")
  const { newId } = await import("../lib/id")
  const { db } = await import("../db/index")
  const sql = postgres(addresses.databaseUrl, { max: 1 })
  const [operator] = await sql`select id from users where email = ${email}`
  await sql.end()
  const merchantId = newId()
  const ctx = {
    ...systemCtx(merchantId, "test"),
    actor: { kind: "operator" as const, id: operator!.id as string, name: "Alex" },
  }
  const { link } = await db.transaction(async (tx) => {
    await insertMerchant(tx, merchantId, `Chez Rosalie ${language} ${name}`)
    return writeInvitation(tx, ctx, { email: `rosalie-${name}@example.org`, role: "owner" })
  })
  return new URL(link).pathname
}

const chooseFile = (page: Page, text: string) =>
  page
    .locator("input[type=file]")
    .setInputFiles({ name: "fichier.csv", mimeType: "text/csv", buffer: Buffer.from(text) })
