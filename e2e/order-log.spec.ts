import { readFile } from "node:fs/promises"
import type { Locator, Page } from "@playwright/test"
import { parse } from "csv-parse/sync"
import type { LogRow } from "../lib/orders/testing/log-rows"
import {
  addFault,
  callApi,
  colleague,
  makeMerchant,
  openForOrders,
  paidOrder,
  portal,
  refusedOrders,
  signIn,
  type TestMerchant,
} from "./fixtures/merchant"
import { expect, hydrated, test } from "./fixtures/test"

/** A merchant without a connection: its orders are held, so the log is full and static. */
async function withWaitingOrders(orders: Record<string, unknown>[]): Promise<TestMerchant> {
  const merchant = await makeMerchant()
  await callApi(merchant.apiKey, "PUT", "/locations", {
    locations: [
      { id: "bastille", name: "Bastille" },
      { id: "lyon", name: "Lyon" },
    ],
  })
  for (const order of orders)
    expect((await callApi(merchant.apiKey, "POST", "/orders", order)).status).toBe(202)
  return merchant
}

const ofAmount = (totalCents: number, location = "bastille", more: Record<string, unknown> = {}) => ({
  ...paidOrder(location),
  total_cents: totalCents,
  payments: [{ method: "card", amount_cents: totalCents }],
  ...more,
})

/** The order numbers on the page, from the top. */
const refsOn = (page: Page) => page.locator("[data-row-link]").allTextContents()

async function openViews(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "Vues", exact: true }).click()
  return page.getByRole("menu")
}

async function saveView(page: Page, name: string, isShared = false) {
  await (await openViews(page)).getByRole("menuitem", { name: "Enregistrer ces filtres…" }).click()
  const dialog = page.getByRole("dialog")
  await dialog.getByLabel("Nom de la vue").fill(name)
  if (isShared) await dialog.getByLabel("Partager avec toute l’équipe").check()
  await dialog.getByRole("button", { name: "Enregistrer" }).click()
  await expect(page.getByText(`Vue « ${name} » enregistrée`).first()).toBeVisible()
}

async function chooseLocation(page: Page, name: string) {
  await page.getByRole("button", { name: "Établissement", exact: true }).click()
  await page.getByRole("menuitem", { name }).click()
}

test("filters saved as a private view survive a reload, and a colleague does not see them", async ({
  page,
  browser,
}) => {
  const [small, large] = [ofAmount(900), ofAmount(4_200)]
  const merchant = await withWaitingOrders([small, large])
  await signIn(page, merchant)
  await page.goto(portal(merchant, "/orders?status=held&min=1000"))
  await saveView(page, "Grosses commandes")

  await page.goto(portal(merchant, "/orders"))
  await page.reload()
  await hydrated(page)
  await expect.poll(() => refsOn(page)).toHaveLength(2)
  await (await openViews(page)).getByRole("menuitem", { name: "Grosses commandes" }).click()
  await expect.poll(() => refsOn(page)).toEqual([large.order_id])
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toMatchObject({ status: "held", min: "1000" })

  await test.step("with other filters the view can be updated, and then has them", async () => {
    await chooseLocation(page, "Lyon")
    await expect(page.getByRole("button", { name: "Grosses commandes modifiée" })).toBeVisible()
    await page.getByRole("button", { name: "Mettre à jour la vue" }).click()
    await expect(page.getByText("Vue « Grosses commandes » mise à jour").first()).toBeVisible()
    await expect(page.getByRole("button", { name: "Mettre à jour la vue" })).toHaveCount(0)
    await page.goto(portal(merchant, "/orders"))
    await (await openViews(page)).getByRole("menuitem", { name: "Grosses commandes" }).click()
    await expect(page.getByText("Aucune commande ne correspond")).toBeVisible()
    expect(new URL(page.url()).searchParams.has("location")).toBe(true)
  })

  const other = await colleague(browser, merchant, "manager")
  await other.goto(portal(merchant, "/orders"))
  await hydrated(other)
  const menu = await openViews(other)
  await expect(menu.getByText("Enregistrez des filtres sous un nom")).toBeVisible()
  await expect(menu.getByText("Grosses commandes")).toHaveCount(0)
})

test("everybody sees a shared view, and a viewer can neither change nor delete it", async ({
  page,
  browser,
}) => {
  const [bastille, lyon] = [ofAmount(900), ofAmount(4_200, "lyon")]
  const merchant = await withWaitingOrders([bastille, lyon])
  await signIn(page, merchant)
  await page.goto(portal(merchant, "/orders?min=4000"))
  await saveView(page, "Toute l’équipe", true)

  const viewer = await colleague(browser, merchant, "viewer")
  await viewer.goto(portal(merchant, "/orders?status=held"))
  await hydrated(viewer)
  await saveView(viewer, "À moi")
  await viewer.goto(portal(merchant, "/orders"))
  await hydrated(viewer)
  await (await openViews(viewer)).getByRole("menuitem", { name: "Toute l’équipe" }).click()
  await expect.poll(() => refsOn(viewer)).toEqual([lyon.order_id])
  await chooseLocation(viewer, "Lyon")
  await expect(viewer.getByRole("button", { name: "Toute l’équipe modifiée" })).toBeVisible()
  await expect(viewer.getByRole("button", { name: "Mettre à jour la vue" })).toHaveCount(0)
  await viewer.getByRole("button", { name: "Toute l’équipe" }).click()
  await viewer.getByRole("menuitem", { name: "Gérer les vues…" }).click()
  const line = (name: string) => viewer.getByRole("dialog").getByRole("listitem").filter({ hasText: name })
  await expect(line("Toute l’équipe").getByRole("button")).toHaveCount(0)
  await expect(line("À moi").getByRole("button")).toHaveText(["Renommer", "Supprimer"])
})

test("the plan of a selection holds exactly the selected orders", async ({ page }) => {
  const merchant = await makeMerchant()
  await signIn(page, merchant)
  await openForOrders(page, merchant)
  // Every subset has a sum of its own.
  const orders = [1_000, 2_000, 4_000, 8_000].map((cents) => ofAmount(cents))
  await refusedOrders(merchant, orders)
  await page.goto(portal(merchant, "/orders?status=failed"))
  for (const { order_id } of [orders[0]!, orders[2]!])
    await page.getByRole("checkbox", { name: order_id }).check()
  await expect(page.getByText("En pause pendant la sélection")).toBeVisible()
  await page.getByRole("button", { name: "Relancer 2 commandes" }).click()
  await page.waitForURL(/\/replays\/[0-9a-f-]{36}$/)
  await expect(page.getByText(/^2 commandes, .*, 50,00\s€$/)).toBeVisible()
})

test("on a phone a row names the customer and the reward, and a touch on its checkbox does not open it", async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const named = { first_name: "Amélie", last_name: "Duchamp", opt_in: { sms: false, email: false } }
  const order = ofAmount(1_250, "bastille", { customer: { phone: "+33612345679", ...named } })
  const long = ofAmount(99_999_999, "long", { order_id: `T-${"9".repeat(90)}` })
  const merchant = await makeMerchant()
  await callApi(merchant.apiKey, "PUT", "/locations", {
    locations: [
      { id: "bastille", name: "Bastille" },
      { id: "long", name: "La Brasserie du Grand Boulevard des Capucines et de l’Opéra" },
    ],
  })
  for (const each of [order, long])
    expect((await callApi(merchant.apiKey, "POST", "/orders", each)).status).toBe(202)
  await insertOrders(merchant, [{ ref: "WITH-REWARD", customerId: "cust_phone", rewardCount: 1 }])
  await signIn(page, merchant)
  await page.goto(portal(merchant, "/orders"))
  const row = page.getByRole("row", { name: order.order_id })
  await expect(row.getByText("Amélie D.")).toBeVisible()
  await expect(page.getByRole("row", { name: "WITH-REWARD" }).getByText("1 récompense")).toBeVisible()
  await expect(page.getByText("612345679")).toHaveCount(0)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  const heights = await page
    .locator("td.second-line")
    .evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().height))
  expect(Math.max(...heights), "a cell and its dot are on one line").toBeLessThan(30)

  const thumb = (await row.locator("label").boundingBox())!
  expect(Math.min(thumb.width, thumb.height)).toBeGreaterThanOrEqual(44)
  await page.mouse.click(thumb.x + thumb.width - 3, thumb.y + thumb.height - 3)
  await expect(page.getByText("1 ligne sélectionnée")).toBeVisible()
  await expect(page.getByRole("button", { name: "Relancer 1 commande" })).toBeInViewport({ ratio: 1 })
  expect(new URL(page.url()).pathname).toBe(portal(merchant, "/orders"))
})

test("the export of a filter has exactly its rows, in the reader’s language, without names or phones", async ({
  page,
}) => {
  const named = ofAmount(123_450, "lyon", {
    customer: {
      phone: "+33612345678",
      opt_in: { sms: false, email: false },
      first_name: "Amélie",
      last_name: "Duchamp",
    },
    external_order_id: "T;88",
  })
  const known = ofAmount(2_005, "lyon", { customer: { id: "cust_file" } })
  const merchant = await withWaitingOrders([named, ofAmount(5_000, "bastille"), known, ofAmount(5, "lyon")])
  await signIn(page, merchant)
  await page.goto(portal(merchant, "/orders?min=1000"))
  await chooseLocation(page, "Lyon")
  await expect.poll(() => refsOn(page)).toEqual([known.order_id, named.order_id])
  await expect(page.getByText("Amélie D.")).toBeVisible()

  const french = await download(page, "Exporter")
  expect(french.name).toMatch(/^commandes-\d{4}-\d\d-\d\d\.csv$/)
  expect(french.text).toMatch(/^\uFEFFCommande;Ticket;/)
  expect(french.text).not.toMatch(/Amélie|Duchamp|612345678/)
  const rows = parse(french.text, { bom: true, delimiter: ";", columns: true }) as Record<string, string>[]
  expect(rows.map((row) => [row.Commande, row.Ticket, row.Établissement, row.Montant, row.Devise])).toEqual([
    [known.order_id, "", "Lyon", "20,05", "EUR"],
    [named.order_id, "T;88", "Lyon", "1234,50", "EUR"],
  ])
  expect(rows.map((row) => [row["Client Pongo"], row.Statut, row.Motif])).toEqual([
    ["cust_file", "En attente", "Pongo non connecté"],
    ["", "En attente", "Pongo non connecté"],
  ])

  await page.context().addCookies([{ name: "locale", value: "en", url: page.url() }])
  await page.reload()
  await hydrated(page)
  const english = await download(page, "Export")
  expect(english.name).toMatch(/^orders-/)
  const lines = parse(english.text, { bom: true, columns: true }) as Record<string, string>[]
  expect(lines.map((line) => [line.Order, line.Amount, line.Status])).toEqual([
    [known.order_id, "20.05", "On hold"],
    [named.order_id, "1234.50", "On hold"],
  ])
})

async function download(page: Page, press: string) {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: press }).click(),
  ])
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") }
}

test("an order appears and its status updates live while the worker delivers it", async ({ page }) => {
  const merchant = await makeMerchant()
  await signIn(page, merchant)
  await openForOrders(page, merchant)
  await page.goto(portal(merchant, "/orders"))
  await expect(page.getByText("Aucune commande pour l’instant")).toBeVisible()
  await page.evaluate(() => Object.assign(window, { isSamePage: true }))
  const order = paidOrder("bastille")
  const fault = await addFault({
    method: "POST",
    path: "/v1/orders",
    kind: "status",
    status: 500,
    match: { order_id: order.order_id },
  })
  await callApi(merchant.apiKey, "POST", "/orders", order)
  const row = page.getByRole("row", { name: order.order_id })
  await expect(row.getByText("Nouvel essai prévu")).toBeVisible()
  await fault.remove()
  await expect(row.getByText("Envoyée")).toBeVisible()
  expect(await page.evaluate(() => "isSamePage" in window)).toBe(true)
})

test("without a connection the log keeps its rows, says so, and recovers on its own", async ({ page }) => {
  const [first, second] = [ofAmount(1_000), ofAmount(2_000)]
  const merchant = await withWaitingOrders([first])
  await signIn(page, merchant)
  await page.goto(portal(merchant, "/orders"))
  await page.context().setOffline(true)
  await expect(page.getByText("Sans connexion, reprise automatique")).toBeVisible()
  expect(await refsOn(page)).toEqual([first.order_id])
  await callApi(merchant.apiKey, "POST", "/orders", second)
  await page.context().setOffline(false)
  await expect.poll(() => refsOn(page)).toEqual([second.order_id, first.order_id])
  await expect(page.getByText("En direct")).toBeVisible()
})

test("pages stay stable, forward and back, while new orders arrive", async ({ page }) => {
  const merchant = await withWaitingOrders([])
  const yesterday = Date.now() - 86_400_000
  await insertOrders(
    merchant,
    Array.from({ length: 120 }, (_, n) => ({ closedAt: new Date(yesterday - n * 60_000).toISOString() })),
  )
  await signIn(page, merchant)
  await page.goto(portal(merchant, "/orders"))
  const first = await refsOn(page)
  const step = async (name: string, before: string[]) => {
    await page.getByRole("link", { name, exact: true }).click()
    await expect.poll(async () => (await refsOn(page))[0]).not.toBe(before[0])
    return refsOn(page)
  }
  const second = await step("Suivant", first)
  const arrivals = [ofAmount(100), ofAmount(200)]
  for (const order of arrivals) await callApi(merchant.apiKey, "POST", "/orders", order)
  await page.reload()
  await hydrated(page)
  expect(await refsOn(page)).toEqual(second)
  const third = await step("Suivant", second)
  expect([first.length, second.length, third.length]).toEqual([50, 50, 20])
  expect(new Set([...first, ...second, ...third]).size).toBe(120)

  expect(await step("Précédent", third)).toEqual(second)
  expect(await step("Précédent", second)).toEqual(first)
  expect((await step("Précédent", first)).toReversed()).toEqual(arrivals.map(({ order_id }) => order_id))
})

/** Inserts orders of the location `bastille` into the log, delivered by default. */
async function insertOrders({ merchantId }: TestMerchant, orders: Partial<LogRow>[]) {
  const [{ insertLog, logRow }, { sql }] = await Promise.all([
    import("../lib/orders/testing/log-rows"),
    import("../db/index"),
  ])
  const [location] = await sql<{ id: string }[]>`
    select id from locations where merchant_id = ${merchantId} and ref = 'bastille'`
  await insertLog(
    merchantId,
    orders.map((changes) => logRow(location!.id, changes)),
  )
}

test("the customer’s page shows orders, facts and consents side by side or stacked, and never over each other", async ({
  page,
}) => {
  const phone = "06 12 00 00 04"
  const merchant = await makeMerchant()
  await signIn(page, merchant)
  await openForOrders(page, merchant)
  const known = await callApi(merchant.apiKey, "POST", "/customers/identify", {
    location_id: "bastille",
    phone,
  })
  const { id } = (known.body as unknown as { customer: { id: string } }).customer
  const orders = Array.from({ length: 3 }, (_, index) => ({
    ...paidOrder("bastille", `Commande-2026-11-30-${index}`.padEnd(40, "0")),
    customer: { id },
    till: { id: "caisse-1", name: "Caisse du comptoir" },
  }))
  await refusedOrders(merchant, orders)
  await page.goto(portal(merchant, `/customers/${id}`))
  await expect(page.getByRole("row")).toHaveCount(4)
  for (const width of [1024, 1280, 1360, 1440, 1600]) {
    await page.setViewportSize({ width, height: 900 })
    const [table, ...others] = await Promise.all(
      [page.getByRole("table"), page.locator("dl"), page.getByRole("heading", { name: "Consentements" })].map(
        async (part) => (await part.first().boundingBox())!,
      ),
    )
    expect(table!.x + table!.width, `the table at ${width} px`).toBeLessThanOrEqual(width)
    for (const other of others)
      expect(
        other.x >= table!.x + table!.width ||
          other.y >= table!.y + table!.height ||
          other.y + other.height <= table!.y,
        `at ${width} px`,
      ).toBe(true)
  }
})

test("an order is found by its number, receipt, the customer’s phone or cust_…, and no phone appears in the address", async ({
  page,
}) => {
  const customer = { phone: "+33698765432", opt_in: { sms: true, email: false } }
  const [byReceipt, byPhone, byId, other] = [
    ofAmount(1_000, "bastille", { external_order_id: "TICKET-4711" }),
    ofAmount(1_100, "bastille", { customer }),
    ofAmount(1_200, "bastille", { customer: { id: "cust_sought" } }),
    ofAmount(1_300),
  ]
  const merchant = await withWaitingOrders([byReceipt, byPhone, byId, other])
  await signIn(page, merchant)
  await page.goto(portal(merchant, "/orders"))
  const written: [string, { order_id: string }][] = [
    [other.order_id, other],
    ["ticket-4711", byReceipt],
    ["06 98 76 54 32", byPhone],
    ["cust_sought", byId],
  ]
  for (const [text, order] of written)
    await test.step(text, async () => {
      const box = page.getByRole("searchbox")
      await box.fill(text)
      await box.press("Enter")
      await expect.poll(() => refsOn(page)).toEqual([order.order_id])
      expect(page.url()).not.toMatch(/987654|98(%20|\+)76/)
      await page.getByRole("link", { name: "Tout effacer" }).click()
      await expect.poll(() => refsOn(page)).toHaveLength(4)
    })
  await test.step("a phone in the command palette finds the orders and stays out of the address", async () => {
    await page.goto(portal(merchant, "/customers"))
    await page.getByRole("heading", { level: 1 }).waitFor()
    await page.keyboard.press("ControlOrMeta+k")
    await page.getByRole("combobox").fill("06 98 76 54 32")
    await page.getByRole("option", { name: "06 98 76 54 32" }).click()
    await page.waitForURL(/\/orders\?/)
    await expect.poll(() => refsOn(page)).toEqual([byPhone.order_id])
    expect(page.url()).not.toMatch(/987654|98(%20|\+)76/)
    await expect(page.getByRole("combobox")).toHaveCount(0)
  })
  await test.step("an unknown e-mail in the command palette is refused there", async () => {
    await page.keyboard.press("ControlOrMeta+k")
    await page.getByRole("combobox").fill("nobody@example.com")
    await page.getByRole("option", { name: "nobody@example.com" }).click()
    await expect(page.getByRole("dialog").getByRole("alert")).toBeVisible()
    expect(page.url()).not.toContain("nobody")
    await page.keyboard.press("Escape")
  })
  await test.step("what is not among the filtered ones is sought in all, and what is nowhere at the till", async () => {
    await page.goto(portal(merchant, "/orders?status=failed"))
    const box = page.getByRole("searchbox")
    await box.fill(other.order_id)
    await box.press("Enter")
    await page.getByRole("link", { name: "Chercher dans toutes les commandes" }).click()
    await expect.poll(() => refsOn(page)).toEqual([other.order_id])
    await box.fill("nowhere-1")
    await box.press("Enter")
    await expect(page.getByText("Aucune commande trouvée")).toBeVisible()
    await expect(page.getByRole("link", { name: "Pourquoi pas de points" }).last()).toBeVisible()
  })
})
