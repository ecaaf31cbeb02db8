import type { BrowserContext, Page } from "@playwright/test"
import {
  addMember,
  besides,
  callApi,
  makeMerchant,
  portal,
  signIn,
  type TestMerchant,
} from "./fixtures/merchant"
import { expect, hydrated, test } from "./fixtures/test"
import {
  addSalad,
  customerAtPongo,
  endLock,
  finishBy,
  identify,
  makeCustomer,
  openTestTill,
  orderNumber,
  pay,
  press,
  receivedOrder,
  redeem,
} from "./fixtures/test-till"

test.describe.configure({ timeout: 180_000 })

const lines = (page: Page) => page.getByRole("list", { name: "Lignes du ticket" }).getByRole("listitem")

/** Answers the first call to this path with a broken connection, after it had its effect, and notes every key. */
async function loseFirstAnswer(page: Page, path: string) {
  const keys: string[] = []
  await page.route(path, async (route) => {
    if (route.request().method() !== "POST") return route.continue()
    keys.push(route.request().headers()["idempotency-key"]!)
    if (keys.length > 1) return route.continue()
    await route.fetch()
    await route.abort("connectionreset")
  })
  return keys
}

/** A second tab with a copy of the first one's storage, as *Duplicate tab* makes it. */
async function duplicate(context: BrowserContext, page: Page): Promise<Page> {
  const storage = await page.evaluate(() => ({ ...sessionStorage }))
  const copy = await context.newPage()
  await copy.addInitScript((items) => {
    for (const [name, value] of Object.entries(items)) sessionStorage.setItem(name, value)
  }, storage)
  await copy.goto(page.url())
  await hydrated(copy)
  return copy
}

/** A ticket with a locked reward and a product. */
async function beginTicket(page: Page) {
  const merchant = await openTestTill(page)
  const customer = await makeCustomer()
  await identify(page, customer.phone)
  await redeem(page, "Café offert")
  await press(page, "Offrir Café")
  await expect(page.getByText("Sur le ticket", { exact: true })).toBeVisible()
  await addSalad(page)
  return { merchant, customer }
}

test("a ticket survives leaving and reloading the page, and what it holds is freed when the till closes", async ({
  page,
}) => {
  const { customer } = await beginTicket(page)
  await page
    .getByRole("link", { name: "Vos caisses" })
    .or(page.getByRole("link", { name: "Commandes" }))
    .first()
    .click()
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Caisse d’essai")
  await page.goBack()
  await expect(lines(page)).toHaveCount(2)
  await page.reload()
  await expect(lines(page)).toHaveCount(2)
  await expect(page.getByText("950 points")).toBeVisible()
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).not.toMatch(
    new RegExp(`cpt_|${customer.phone.slice(1)}`),
  )
  expect((await customerAtPongo(customer.id)).rewards).toEqual([{ isUsed: false, isLocked: true }])
  await press(page, "Fermer la caisse")
  await expect(page.getByRole("button", { name: "Ouvrir la caisse" })).toBeVisible()
  await expect
    .poll(async () => (await customerAtPongo(customer.id)).rewards, { timeout: 30_000 })
    .toEqual([{ isUsed: false, isLocked: false }])
})

test("an open ticket of a closed till is cancelled, and its reward is free", async ({ page }) => {
  const { merchant, customer } = await beginTicket(page)
  await finishBy(page, "Laisser le ticket ouvert")
  await expect(page.getByRole("heading", { name: /^Ticket ouvert TEST-/ })).toBeVisible()
  await press(page, "Fermer la caisse")
  const seen = async () => {
    const { body } = await callApi(merchant.apiKey, "GET", `/customers/${customer.id}?location_id=bastille`)
    return (body as unknown as { rewards: { wallet: { state: string }[] } }).rewards.wallet[0]!.state
  }
  expect(["locked", "ready"]).toContain(await seen())
  await expect.poll(seen, { timeout: 30_000 }).toBe("ready")
})

test("a payment whose answer is lost is asked about again after a reload, under its first key", async ({
  page,
}) => {
  const { customer } = await beginTicket(page)
  const keys = await loseFirstAnswer(page, "**/api/pos/v1/orders")
  await press(page, "Encaisser")
  await press(page, "Valider le paiement")
  await expect(page.getByRole("button", { name: "Vérifier" })).toBeVisible()
  await page.reload()
  await press(page, "Vérifier")
  const number = await orderNumber(page)
  expect(keys).toHaveLength(2)
  expect(keys[1]).toBe(keys[0])
  expect(await receivedOrder(number)).toMatchObject({ times_posted: 1 })
  expect((await customerAtPongo(customer.id)).rewards).toEqual([{ isUsed: true, isLocked: false }])
})

test("offline nothing is lost, and the same presses work once the network is back", async ({
  page,
  context,
}) => {
  const { customer } = await beginTicket(page)
  await context.setOffline(true)
  await press(page, "Retirer Café")
  await expect(page.getByText("Comptoir ne répond pas. Rien n’est perdu : réessayez.").first()).toBeVisible()
  await expect(lines(page)).toHaveCount(2)
  await press(page, "Encaisser")
  await press(page, "Valider le paiement")
  await press(page, "Vérifier")
  await expect(page.getByText("Comptoir ne répond pas. Rien n’est perdu : réessayez.")).toBeVisible()
  await context.setOffline(false)
  await press(page, "Vérifier")
  expect(await receivedOrder(await orderNumber(page))).toMatchObject({ times_posted: 1 })
  expect((await customerAtPongo(customer.id)).rewards).toMatchObject([{ isUsed: true }])
})

test("in two tabs the last one has the till, and the ticket is paid once", async ({ page, context }) => {
  await beginTicket(page)
  const other = await duplicate(context, page)
  await expect(lines(other)).toHaveCount(2)
  const number = await pay(other)
  await receivedOrder(number)
  // Every process refuses the former key after 3 s.
  await page.waitForTimeout(3_500)
  await press(page, "Retirer Café")
  await expect(page.getByText("Cette page n’a plus la caisse.")).toBeVisible()
  await press(page, "Reprendre ici")
  await expect(page.getByText("Cette page n’a plus la caisse.")).toHaveCount(0)
  await press(page, "Encaisser")
  await press(page, "Valider le paiement")
  await expect(page.getByRole("link", { name: number })).toBeVisible()
  expect(await receivedOrder(number)).toMatchObject({ times_posted: 1 })
})

test("pressed twice, a purchase and a payment happen once", async ({ page }) => {
  await openTestTill(page)
  const { id, phone } = await makeCustomer()
  await identify(page, phone)
  await page.getByRole("listitem").filter({ hasText: "Café offert" }).getByRole("button").click()
  await page.getByRole("button", { name: "Dépenser 50 points" }).dblclick()
  await expect(page.getByRole("dialog")).toHaveCount(0)
  await page.getByRole("button", { name: "Offrir Café" }).dblclick()
  await expect(page.getByText("Sur le ticket", { exact: true })).toBeVisible()
  await addSalad(page)
  await expect(lines(page)).toHaveCount(2)
  await press(page, "Encaisser")
  await page.getByRole("button", { name: "Valider le paiement" }).dblclick()
  expect(await receivedOrder(await orderNumber(page))).toMatchObject({ times_posted: 1 })
  expect(await customerAtPongo(id)).toMatchObject({ purchases: 1, rewards: [{ isUsed: true }] })
})

test("a reward used elsewhere meanwhile is named on its line, and the rest can be paid", async ({ page }) => {
  const { merchant, customer } = await beginTicket(page)
  const { body } = await callApi(merchant.apiKey, "GET", `/customers/${customer.id}?location_id=bastille`)
  const { hash } = (body as unknown as { rewards: { wallet: { hash: string }[] } }).rewards.wallet[0]!
  await endLock(hash)
  const used = await callApi(merchant.apiKey, "POST", `/customers/${customer.id}/wallet/${hash}/use`, {
    location_id: "bastille",
  })
  expect(used.status).toBe(200)

  await press(page, "Encaisser")
  await press(page, "Valider le paiement")
  await expect(lines(page).first()).toContainText("Cette récompense a déjà été utilisée.")
  await press(page, "Retirer du ticket")
  await expect(lines(page)).toHaveCount(1)
  const { payload } = await receivedOrder(await pay(page))
  expect(payload).toMatchObject({ amount: 1100, lines: [{ external_id: "SAL-03" }] })
})

test("a viewer, another member and another merchant cannot continue somebody’s till", async ({
  page,
  browser,
}) => {
  const { merchant } = await beginTicket(page)
  const storage = await page.evaluate(() => ({ ...sessionStorage }))
  const [saved] = Object.values(storage)
  const stranger = await makeMerchant("Chez Autrui")
  const manager = await addMember(merchant.merchantId, "manager")
  const viewer = await addMember(merchant.merchantId, "viewer")
  const visit = async (person: { email: string; password: string }, at: Pick<TestMerchant, "slug">) => {
    const visitor = await (await browser.newContext({ locale: "fr-FR" })).newPage()
    await signIn(visitor, person)
    await callApi(stranger.apiKey, "PUT", "/locations", { locations: [{ id: "x", name: "X" }] })
    await visitor.evaluate(
      ([name, value]) => sessionStorage.setItem(name!, value!),
      [`test-till:${at.slug}`, saved!],
    )
    await visitor.goto(portal(at, "/test-till"))
    return visitor
  }
  for (const visitor of [await visit(stranger, stranger), await visit(manager, merchant)]) {
    await expect(
      visitor.getByRole("alert").filter({ hasText: "La caisse d’essai est fermée." }),
    ).toBeVisible()
    await expect(visitor.getByRole("button", { name: "Ouvrir la caisse" })).toBeVisible()
    await expect(lines(visitor)).toHaveCount(0)
  }
  await expect(
    (await visit(viewer, merchant)).getByText("Un responsable ou un propriétaire peut"),
  ).toBeVisible()
  await pay(page)
})

test("on a phone the next step is seen first, and the payment without scrolling", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await openTestTill(page)
  const inWindow = async (name: string) => {
    const box = await page.getByRole("button", { name, exact: true }).boundingBox()
    return box !== null && box.y >= 0 && box.y + box.height <= 844
  }
  await expect(page.getByText("Identifiez le client, ou ajoutez un article.")).toBeVisible()
  expect(await inWindow("Trouver")).toBe(true)
  const { phone } = await makeCustomer()
  await identify(page, phone)
  await page.getByRole("button", { name: /^Salade/ }).click()
  expect(await inWindow("Encaisser")).toBe(true)
  await page.evaluate(() => scrollTo(0, 0))
  expect(await inWindow("Encaisser")).toBe(true)
  await pay(page)
  expect(await inWindow("Nouveau ticket")).toBe(true)
  await page.goto(besides(page, "/test-till"))
  await expect(page.getByRole("button", { name: "Nouveau ticket" })).toBeVisible()
})
