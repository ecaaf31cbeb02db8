import type { Page } from "@playwright/test"
import { inDatabase, runJob } from "./fixtures/background"
import {
  callApi,
  connectPongo,
  makeMerchant,
  mapLocation,
  ordersAtPongo,
  paidOrder,
  portal,
  refuseAtPongo,
  signIn,
  type TestMerchant,
} from "./fixtures/merchant"
import { expect, test } from "./fixtures/test"

/** A connected merchant with tills in Bastille and Lyon, and permission to read the clipboard. */
async function openShop(page: Page) {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"])
  const merchant = await makeMerchant()
  await signIn(page, merchant)
  await connectPongo(page)
  const locations = ["Bastille", "Lyon"].map((name) => ({ id: name.toLowerCase(), name }))
  await callApi(merchant.apiKey, "PUT", "/locations", { locations })
  await mapLocation(page, "Bastille", "le-comptoir-bastille")
  return merchant
}

type Figures = { orders: number; customers: number; cents: number; recovered: number; state: string }

/** Counts the merchant's incidents from their orders. */
const countIncidents = ({ merchantId }: TestMerchant) =>
  inDatabase(
    (sql) => sql<Figures[]>`
      select i.state, count(*)::int as orders, sum(p.total_cents)::int as cents,
             count(distinct coalesce(p.customer_id, p.customer_phone_index))::int as customers,
             count(*) filter (where d.state = 'delivered')::int as recovered
      from incidents i join incident_orders o on o.incident_id = i.id
      join orders p on p.id = o.order_id join deliveries d on d.order_id = o.order_id
      where i.merchant_id = ${merchantId} group by i.id order by i.id`,
  )

const alertsOf = ({ merchantId }: TestMerchant) =>
  inDatabase(async (sql) =>
    (await sql`select kind from alerts where merchant_id = ${merchantId} order by raised_at`).map(
      ({ kind }) => kind,
    ),
  )

/** Sweeps until the merchant's incidents are in the expected state. The worker's own sweep may come first. */
async function sweepUntil(merchant: TestMerchant, isDone: string) {
  await expect
    .poll(async () => {
      await runJob("sweep_incidents")
      return inDatabase(async (sql) => {
        const [row] = await sql`
          select count(*)::int as count from incidents where merchant_id = ${merchant.merchantId} and ${sql.unsafe(isDone)}`
        return row?.count
      })
    })
    .toBe(1)
}

/** Simulates a cause absent long enough for its incident to close. */
async function endQuietly(merchant: TestMerchant) {
  await sweepUntil(merchant, "quiet_since is not null")
  await inDatabase(
    (sql) =>
      sql`update incidents set quiet_since = quiet_since - interval '10 minutes' where merchant_id = ${merchant.merchantId}`,
  )
  await sweepUntil(merchant, "state = 'closed'")
}

const known = (phone: string) => ({ phone, opt_in: { sms: false, email: false } })
const part = (page: Page, title: string) =>
  page.locator("section").filter({ has: page.getByRole("heading", { name: title, level: 2 }) })
const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText())

test("orders that wait for a mapping form one incident with its cause, figures and a text in two languages; after the mapping it ends with all of them at Pongo, and no second one opens", async ({
  page,
}) => {
  const merchant = await openShop(page)
  const held = [
    { ...paidOrder("lyon"), customer: known("+33611223344") },
    { ...paidOrder("lyon"), customer: known("+33611223344") },
    { ...paidOrder("lyon"), customer: known("+33655667788") },
  ]
  for (const order of [...held, paidOrder("bastille")])
    await callApi(merchant.apiKey, "POST", "/orders", order)
  await sweepUntil(merchant, "state = 'open'")
  expect(await countIncidents(merchant)).toEqual([
    { state: "open", orders: 3, customers: 2, cents: 5010, recovered: 0 },
  ])

  await test.step("it stands first on the overview and says why, since when and where", async () => {
    await page.goto(portal(merchant, "/"))
    const first = part(page, "À faire").getByRole("listitem").first()
    await expect(first).toContainText("Lyon n’est pas relié à une boutique Pongo")
    await expect(first).toContainText(/3 commandes \(50,10\s€\) attendent depuis le/)
    await first.getByRole("link", { name: "Voir l’incident" }).click()
    await expect(
      page.getByRole("heading", { name: "Lyon n’est pas relié à une boutique Pongo" }),
    ).toBeVisible()
    await expect(page.getByText("Comptoir ne sait pas à quelle boutique Pongo envoyer")).toBeVisible()
    const impact = part(page, "Ce que cela touche")
    await expect(impact.getByText("Commandes touchées").locator("..")).toContainText("3")
    await expect(impact.getByText("Clients connus").locator("..")).toContainText("2")
    await expect(impact.getByText("Montant").locator("..")).toContainText(/50,10\s€/)
    await expect(impact.getByText("Lyon")).toBeVisible()
    for (const { order_id } of held) await expect(page.getByRole("link", { name: order_id })).toBeVisible()
  })

  await test.step("the texts name the same figures, in French and in English", async () => {
    const copy = (nth: number) => page.getByRole("button", { name: "Copier le texte" }).nth(nth).click()
    await copy(0)
    expect(await copied(page)).toMatch(
      /les commandes de Lyon n’arrivent pas encore chez Pongo\. 3 commandes sont concernées, pour 50,10\s€/,
    )
    await copy(1)
    const toVendor = await copied(page)
    expect(toVendor).toContain("Commandes touchées\u202f: 3, dont 0 arrivées depuis.")
    for (const { order_id } of held) expect(toVendor).toContain(order_id)
    await page.getByLabel("Langue du texte").selectOption("en")
    await copy(0)
    expect(await copied(page)).toMatch(/3 orders are affected, worth €50\.10/)
  })

  await test.step("mapped, the orders leave, and the incident ends at once with what arrived and who fixed it", async () => {
    const address = page.url()
    await page.getByRole("link", { name: "Relier Lyon" }).click()
    await mapLocation(page, "Lyon", "le-comptoir-lyon-bellecour")
    for (const { order_id } of held)
      await expect.poll(() => ordersAtPongo(order_id)).toMatchObject([{ times_posted: 1 }])
    await page.goto(address)
    await expect(page.getByText(/^C’est terminé depuis le/)).toBeVisible()
    await expect(
      page.getByRole("heading", { name: "Lyon n’était pas relié à une boutique Pongo" }),
    ).toBeVisible()
    await expect(page.getByRole("link", { name: "Relier Lyon" })).toHaveCount(0)
    await expect(
      page.getByText("Camille Martin répare la cause : les commandes en attente partent."),
    ).toBeVisible()
    const impact = part(page, "Ce que cela touche")
    await expect(impact.getByText("Arrivées chez Pongo").locator("..")).toContainText(/3 sur 3 \(100\s%\)/)
    await expect(impact.getByText("Jusqu’au")).toBeVisible()
  })

  await test.step("looked at again it is the same incident, and each change was told once", async () => {
    await callApi(merchant.apiKey, "POST", "/orders", paidOrder("lyon"))
    await sweepUntil(merchant, "state = 'closed'")
    expect(await countIncidents(merchant)).toEqual([
      { state: "closed", orders: 3, customers: 2, cents: 5010, recovered: 3 },
    ])
    expect(await alertsOf(merchant)).toEqual(["incident_opened", "incident_recovered"])
    await page.goto(portal(merchant, "/incidents"))
    await expect(page.getByText("Aucun incident en cours")).toBeVisible()
    await expect(page.getByRole("table").getByRole("row")).toHaveCount(2)
    await page.goto(portal(merchant, "/"))
    await expect(page.getByText("Lyon n’est pas relié à une boutique Pongo")).toHaveCount(0)
  })
})

test("a merchant that never connected reads that orders wait, not that they reach Pongo", async ({
  page,
}) => {
  const merchant = await makeMerchant()
  await signIn(page, merchant)
  await page.goto(portal(merchant, "/incidents"))
  await expect(page.getByText(/Pongo n’est pas connecté\s: les commandes attendront ici/)).toBeVisible()
  await expect(page.getByText("Les commandes arrivent chez Pongo")).toHaveCount(0)
})

test("orders that Pongo refuses form one incident with Pongo’s message; a replay from it ends it with all of them at Pongo", async ({
  page,
}) => {
  const merchant = await openShop(page)
  const refused = [paidOrder("bastille"), paidOrder("bastille")]
  for (const order of refused) {
    const fault = await refuseAtPongo(order, `The amount of ${order.order_id} is odd.`)
    await callApi(merchant.apiKey, "POST", "/orders", order)
    const path = `/orders/${order.order_id}?location_id=bastille`
    await expect
      .poll(async () => (await callApi(merchant.apiKey, "GET", path)).body.sync.status)
      .toBe("failed")
    await fault.remove()
  }
  await sweepUntil(merchant, "state = 'open'")

  await page.goto(portal(merchant, "/"))
  const first = part(page, "À faire").getByRole("listitem").first()
  await expect(first).toContainText("Pongo refuse des commandes")
  await expect(first).toContainText(/2 commandes, 33,40\s€/)
  await first.getByRole("link", { name: "Voir l’incident" }).click()
  await expect(page.getByText(/Réponse de Pongo \(422\).*is odd/).first()).toBeVisible()
  const address = page.url()

  await page.getByRole("link", { name: "Voir ces commandes" }).click()
  await page.getByRole("button", { name: "Relancer celles du filtre" }).click()
  await page.getByRole("button", { name: "Relancer 2 commandes" }).click()
  await expect(page.getByText("Les 2 commandes sont arrivées chez Pongo.")).toBeVisible({ timeout: 30_000 })

  await endQuietly(merchant)
  expect(await countIncidents(merchant)).toMatchObject([{ state: "closed", orders: 2, recovered: 2 }])
  await page.goto(address)
  await expect(page.getByText(/^C’est terminé depuis le/)).toBeVisible()
  await page.goto(portal(merchant, "/"))
  await expect(page.getByText("Pongo refuse des commandes")).toHaveCount(0)
})
