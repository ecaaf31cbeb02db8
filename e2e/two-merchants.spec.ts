import type { Page } from "@playwright/test"
import { inDatabase, mailsTo } from "./fixtures/background"
import { makeMerchant, portal, signIn, type TestMerchant } from "./fixtures/merchant"
import { expect, hydrated, test } from "./fixtures/test"

/** One person who owns two merchants, signed in. */
async function twoMerchants(page: Page) {
  const first = await makeMerchant("Chez Premier")
  const second = await makeMerchant("Chez Second", first)
  await signIn(page, first)
  return { first, second }
}

async function open(page: Page, address: string) {
  const response = await page.goto(address)
  await hydrated(page)
  return response!
}

const logDays = (merchant: TestMerchant) =>
  inDatabase(async (sql) => {
    const [row] = await sql`select log_days from merchants where id = ${merchant.merchantId}`
    return row!.log_days as number
  })

const locationsOf = (merchant: TestMerchant) =>
  inDatabase(async (sql) => {
    const rows =
      await sql`select name from locations where merchant_id = ${merchant.merchantId} order by name`
    return rows.map(({ name }) => name as string)
  })

async function saveLogDays(page: Page, days: number) {
  await page.getByLabel("Journal des envois").fill(String(days))
  await page.getByRole("button", { name: "Enregistrer" }).click()
}

async function addLocation(page: Page, name: string) {
  await page.getByRole("button", { name: "Ajouter un établissement" }).first().click()
  const dialog = page.getByRole("dialog")
  await dialog.getByLabel("Nom").fill(name)
  await dialog.getByLabel("Identifiant en caisse").fill(name)
  await dialog.getByRole("button", { name: "Ajouter" }).click()
}

test("two tabs with two merchants each save to their own", async ({ page, context }) => {
  const { first, second } = await twoMerchants(page)
  await page.goto(portal(first, "/settings/privacy"))
  const other = await context.newPage()

  await test.step("the second tab goes to the other merchant by the menu", async () => {
    await open(other, portal(first, "/"))
    await other
      .getByRole("button", { name: /Changer de commerce/ })
      .first()
      .click()
    await other.getByRole("menuitem", { name: "Chez Second" }).click()
    await expect(other).toHaveURL(new RegExp(`/m/${second.slug}$`))
    await open(other, portal(second, "/settings/privacy"))
  })

  await test.step("settings", async () => {
    await saveLogDays(page, 201)
    await expect(page.getByText("Les réglages sont enregistrés").first()).toBeVisible()
    await saveLogDays(other, 202)
    await expect(other.getByText("Les réglages sont enregistrés").first()).toBeVisible()
    expect([await logDays(first), await logDays(second)]).toEqual([201, 202])
  })

  await test.step("a location, from a page reached by links alone", async () => {
    await page.getByRole("link", { name: "Établissements" }).first().click()
    await expect(page).toHaveURL(new RegExp(`/m/${first.slug}/locations$`))
    await other.getByRole("link", { name: "Établissements" }).first().click()
    await expect(other).toHaveURL(new RegExp(`/m/${second.slug}/locations$`))
    await addLocation(page, "bastille")
    await expect(page.getByText("bastille est ajouté").first()).toBeVisible()
    await addLocation(other, "lyon")
    await expect(other.getByText("lyon est ajouté").first()).toBeVisible()
    expect([await locationsOf(first), await locationsOf(second)]).toEqual([["bastille"], ["lyon"]])
  })
})

test("the link of an e-mail opens its merchant, even if another was opened last", async ({ page }) => {
  const { first, second } = await twoMerchants(page)
  await page.goto(portal(first, "/settings/alerts"))
  await page.getByRole("button", { name: /M’envoyer un essai/ }).click()
  await expect.poll(async () => (await mailsTo(first.email)).length).toBe(1)
  const [mail] = await mailsTo(first.email)
  const links = mail!.text.match(/http\S+/g) ?? []
  expect(links.map((link) => new URL(link).pathname)).toContain(portal(first, "/settings/alerts"))

  const shows = (name: string) =>
    expect(page.getByRole("button", { name: `Changer de commerce, ${name}` }).first()).toBeVisible()
  await page.goto(portal(second, "/"))
  await page.goto(links[0]!)
  await shows("Chez Premier")

  await test.step("also for somebody who has to sign in first", async () => {
    const address = portal(second, "/orders?status=held&q=caf%C3%A9")
    await page.context().clearCookies()
    await page.goto(address)
    await page.getByLabel("Adresse e-mail").fill(first.email)
    await page.getByLabel("Mot de passe", { exact: true }).fill(first.password)
    await page.getByRole("button", { name: "Se connecter" }).click()
    await shows("Chez Second")
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(address)
  })
})

test("an address without a merchant leads to the merchant opened last", async ({ page }) => {
  const { first, second } = await twoMerchants(page)
  const leadsTo = async (path: string) => {
    const answer = await page.request.get(path, { maxRedirects: 0 })
    expect(answer.status(), path).toBe(307)
    return new URL(answer.headers().location!, "http://localhost").href.replace("http://localhost", "")
  }
  for (const merchant of [second, first]) {
    await page.goto(portal(merchant, "/orders"))
    await expect.poll(() => leadsTo("/")).toBe(portal(merchant, "/"))
    expect(await leadsTo("/orders?status=held&q=caf%C3%A9")).toBe(
      portal(merchant, "/orders?status=held&q=caf%C3%A9"),
    )
    expect(await leadsTo("/orders/0198c0de-0000-7000-8000-000000000000")).toBe(
      portal(merchant, "/orders/0198c0de-0000-7000-8000-000000000000"),
    )
    expect(await leadsTo("/orders/export.csv?min=1000")).toBe(portal(merchant, "/orders/export.csv?min=1000"))
  }
  expect((await page.request.get("/wp-login.php", { maxRedirects: 0 })).status()).toBe(404)
})

test("a stranger’s merchant is not found, like one that does not exist, and the page keeps the person’s own menu", async ({
  page,
}) => {
  const { first } = await twoMerchants(page)
  const stranger = await makeMerchant("Chez Autrui")
  const seen: string[] = []
  for (const slug of [stranger.slug, "nobody-is-called-this"])
    for (const path of [
      "/",
      "/orders",
      "/settings/privacy",
      "/orders/export.csv",
      "/settings/nowhere",
    ] as const) {
      const answer = await page.request.get(portal({ slug }, path))
      expect(answer.status(), path).toBe(404)
      expect(await answer.text()).not.toContain("Chez Autrui")
    }
  for (const slug of [stranger.slug, "nobody-is-called-this"]) {
    await page.goto(portal({ slug }, "/orders"))
    await expect(page.getByRole("heading", { name: "Cette page n’existe pas" })).toBeVisible()
    seen.push((await page.locator("body").ariaSnapshot()).replaceAll(slug, "…"))
  }
  expect(seen[0]).toBe(seen[1])
  await page.getByRole("link", { name: "Commandes" }).first().click()
  await expect(page).toHaveURL(new RegExp(`/m/${first.slug}/orders$`))
})

test("an action on a stranger’s merchant is refused like one without a merchant, and nothing is written", async ({
  page,
}) => {
  const { first, second } = await twoMerchants(page)
  const stranger = await makeMerchant("Chez Autrui")
  const before = await logDays(stranger)
  await page.goto(portal(first, "/settings/privacy"))
  let forged = ""
  await page.route("**/settings/privacy", (route) => {
    const body = route.request().postData() ?? ""
    return route.continue(
      route.request().method() === "POST" ? { postData: body.replace(`"${first.slug}"`, forged) } : {},
    )
  })
  for (const slug of [`"${stranger.slug}"`, '"nobody-is-called-this"', "null", "{}"]) {
    forged = slug
    await saveLogDays(page, 203)
    await expect(page.getByRole("alert").getByText("Cet élément n’existe pas")).toBeVisible()
    await page.reload()
    await hydrated(page)
  }
  expect(await logDays(stranger)).toBe(before)
  expect(await logDays(first)).toBe(before)

  await test.step("for another of one’s own it is written there: the action says whose it is", async () => {
    forged = `"${second.slug}"`
    await saveLogDays(page, 204)
    await expect(page.getByText("Les réglages sont enregistrés").first()).toBeVisible()
    expect([await logDays(first), await logDays(second)]).toEqual([before, 204])
  })
})

test("an operator acts for one merchant: another merchant’s tab is not found", async ({ page, context }) => {
  const { createOperator } = await import("../lib/operators/new-operator")
  const served = await makeMerchant(`Chez Servi ${Date.now()}`)
  const other = await makeMerchant("Chez Autrui")
  const operator = { email: `two-${Date.now()}@vendor.test`, password: "une phrase de passe" }
  await createOperator({ name: "Alex Vendeur", ...operator })
  await page.goto("/sign-in")
  await page.getByLabel("Adresse e-mail").fill(operator.email)
  await page.getByLabel("Mot de passe", { exact: true }).fill(operator.password)
  await page.getByRole("button", { name: "Se connecter" }).click()
  await expect(page.getByRole("heading", { name: "Commerces" })).toBeVisible()
  await page.goto(`/operator?q=${encodeURIComponent(served.name)}`)
  await page.getByRole("button", { name: `Ouvrir ${served.name}` }).click()
  await page.getByLabel("Motif").fill("ticket 1")
  await page.getByRole("dialog").getByRole("button", { name: "Ouvrir" }).click()
  await expect(page).toHaveURL(new RegExp(`/m/${served.slug}$`))
  await expect(page.getByText(`Vous agissez pour ${served.name}.`)).toBeVisible()
  const tab = await context.newPage()
  expect((await open(tab, portal(other, "/"))).status()).toBe(404)
  await page.getByRole("button", { name: "Quitter ce commerce" }).click()
  await expect(page.getByRole("heading", { name: "Commerces" })).toBeVisible()
  expect((await open(tab, portal(served, "/"))).status()).toBe(404)
})
