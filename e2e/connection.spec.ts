import { addresses } from "./fixtures/addresses"
import { addMember, callApi, connectPongo, makeMerchant, portal, signIn } from "./fixtures/merchant"
import { expect, test } from "./fixtures/test"

test("a refusal at Pongo changes nothing, and the page says so", async ({ page }) => {
  const merchant = await makeMerchant()
  await signIn(page, merchant)
  await page.goto(portal(merchant, "/settings/connection"))
  await page.getByRole("link", { name: "Connecter Pongo" }).click()
  await page.getByRole("button", { name: "Refuser" }).click()
  await expect(page).toHaveURL(/error=oauth_denied/)
  await expect(page.getByText("La connexion n’a pas abouti")).toBeVisible()
  await expect(page.getByRole("link", { name: /Connecter Pongo|Recommencer/ }).first()).toBeVisible()
})

test("a return address opened a second time still says connected", async ({ page }) => {
  const merchant = await makeMerchant()
  await signIn(page, merchant)
  let returned = ""
  page.on("request", (request) => {
    if (request.url().includes("/api/pongo/oauth/callback")) returned = request.url()
  })
  await connectPongo(page)
  await page.goto(returned)
  await expect(page).toHaveURL(/connected=1/)
  await expect(page.getByText("La connexion n’a pas abouti")).toHaveCount(0)
  await expect(page.getByText("Le Comptoir").first()).toBeVisible()
})

test("while a connection is being made, the page waits for it and offers nothing to start again", async ({
  page,
}) => {
  const merchant = await makeMerchant()
  await signIn(page, merchant)
  const waiting = await page.context().newPage()
  await waiting.goto(portal(merchant, "/settings/connection?error=oauth_in_progress"))
  await expect(waiting.getByText(/en train de s’établir/)).toBeVisible()
  await expect(waiting.getByRole("link", { name: "Connecter Pongo" })).toHaveCount(0)
  await connectPongo(page)
  await waiting.bringToFront()
  await expect(waiting.getByText(/Pongo est connecté au compte/)).toBeVisible()
})

test("the connection shows how Pongo's customers come in", async ({ page }) => {
  const merchant = await makeMerchant()
  await signIn(page, merchant)
  await connectPongo(page)
  await expect(async () => {
    await page.goto(portal(merchant, "/settings/connection"))
    await expect(page.getByText(/\d+ clients lus/)).toBeVisible({ timeout: 2_000 })
  }).toPass()
  await expect(page.getByRole("heading", { name: "Clients venus de Pongo" })).toBeVisible()
  await expect(page.getByText(/n’appelle que des adresses en https/)).toBeVisible()
})

test("a return address from another person's session changes nothing", async ({ page, browser }) => {
  const merchant = await makeMerchant()
  await signIn(page, merchant)
  await page.goto(portal(merchant, "/settings/connection"))
  await page.getByRole("link", { name: "Connecter Pongo" }).click()
  await page.route("**/api/pongo/oauth/callback**", (route) => route.abort())
  const returning = page.waitForRequest("**/api/pongo/oauth/callback**")
  await page.getByRole("button", { name: "Autoriser" }).click()
  const address = (await returning).url()

  const other = await (await browser.newContext({ baseURL: addresses.appUrl, locale: "fr-FR" })).newPage()
  await signIn(other, await makeMerchant())
  await other.goto(address)
  await expect(other).toHaveURL(/error=oauth_state_invalid/)
})

test("a viewer sees the mapping and cannot change it", async ({ page }) => {
  const merchant = await makeMerchant()
  await signIn(page, merchant)
  await connectPongo(page)
  await callApi(merchant.apiKey, "PUT", "/locations", { locations: [{ id: "bastille", name: "Bastille" }] })
  const viewer = await addMember(merchant.merchantId, "viewer")
  await page.context().clearCookies()
  await signIn(page, viewer)
  await page.goto(portal(merchant, "/locations"))
  await expect(page.getByText("Vous êtes en lecture seule").first()).toBeVisible()
  await expect(page.getByLabel("Boutique Pongo de Bastille")).toHaveCount(0)
  await page.goto(portal(merchant, "/settings/connection"))
  await expect(page.getByRole("link", { name: /Connecter|Reconnecter/ })).toHaveCount(0)
})

test("signing out ends the session, even for a copy of its cookie", async ({ page, browser }) => {
  const merchant = await makeMerchant()
  await signIn(page, merchant)
  const copy = await browser.newContext({ baseURL: addresses.appUrl, locale: "fr-FR" })
  await copy.addCookies(await page.context().cookies())
  await page.getByRole("button", { name: /Camille Martin/ }).click()
  await page.getByRole("menuitem", { name: "Se déconnecter" }).click()
  await expect(page).toHaveURL(/sign-in/)
  const thief = await copy.newPage()
  await thief.goto(portal(merchant, "/orders"))
  await expect(thief).toHaveURL(/sign-in/)
})

test("a person with the Pongo password connects once by the owner’s link, without an account", async ({
  page,
  browser,
}) => {
  const merchant = await makeMerchant("Chez Lien")
  await signIn(page, merchant)
  await page.goto(portal(merchant, "/settings/connection"))
  await page.getByRole("button", { name: "Créer un lien" }).click()
  const link = await page.getByText(/\/connect\/cnl_/).textContent()

  const other = await (await browser.newContext({ locale: "fr-FR" })).newPage()
  await other.goto(link!)
  await expect(other.getByRole("heading", { name: "Connecter Pongo pour Chez Lien" })).toBeVisible()
  await other.getByRole("link", { name: "Continuer vers Pongo" }).click()
  await other.getByLabel(/lecomptoir/).check()
  await other.getByRole("button", { name: "Autoriser" }).click()
  await expect(other.getByRole("heading", { name: "Pongo est connecté pour Chez Lien" })).toBeVisible()
  await other.goto(link!)
  await expect(other.getByRole("heading", { name: "Ce lien a déjà servi" })).toBeVisible()
  await other.goto(`${addresses.appUrl}${portal(merchant, "/orders")}`)
  await expect(other).toHaveURL(/sign-in/)

  await page.reload()
  await expect(page.getByText("Le Comptoir").first()).toBeVisible()
  await expect(page.getByRole("link", { name: "Reconnecter" })).toBeVisible()
})
