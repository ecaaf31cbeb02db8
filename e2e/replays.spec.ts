import { expect, type Page, test } from "@playwright/test"
import postgres from "postgres"
import { addresses } from "./fixtures/addresses"
import {
  besides,
  colleague,
  makeMerchant,
  openForOrders,
  ordersAtPongo,
  paidOrder,
  portal,
  refusedOrders,
  signIn,
} from "./fixtures/merchant"

test.describe.configure({ timeout: 120_000 })

/** A merchant with a mapped location and orders that Pongo refused and would accept now. */
async function withFailedOrders(page: Page, count: number) {
  const merchant = await makeMerchant()
  await signIn(page, merchant)
  await openForOrders(page, merchant)
  const orders = Array.from({ length: count }, () => paidOrder("bastille"))
  await refusedOrders(merchant, orders)
  return { merchant, orders }
}

async function planFailed(page: Page): Promise<string> {
  await page.goto(besides(page, "/orders?status=failed"))
  await page.getByRole("button", { name: "Relancer celles du filtre" }).click()
  await page.waitForURL(/\/replays\/[0-9a-f-]{36}$/)
  return new URL(page.url()).pathname
}

test("a bulk replay started by two people at once runs once, and each order reaches Pongo once", async ({
  page,
  browser,
}) => {
  const { merchant, orders } = await withFailedOrders(page, 3)
  const other = await colleague(browser, merchant, "manager")
  const address = await planFailed(page)
  await expect(page.getByText(/3 commandes, .*, 50,10\s€/)).toBeVisible()
  await other.goto(address)
  const buttons = [page, other].map((each) => each.getByRole("button", { name: "Relancer 3 commandes" }))
  for (const button of buttons) await expect(button).toBeEnabled()
  await Promise.all(buttons.map((button) => button.click()))

  await expect(page.getByText("Les 3 commandes sont arrivées chez Pongo.")).toBeVisible({ timeout: 30_000 })
  await other.goto(address)
  await expect(other.getByText("Les 3 commandes sont arrivées chez Pongo.")).toBeVisible()
  for (const order of orders) expect(await ordersAtPongo(order.order_id)).toMatchObject([{ times_posted: 1 }])
  await page.goto(portal(merchant, "/replays"))
  await expect(page.getByText("3 sur 3")).toHaveCount(1)
})

test("above the threshold a second person must approve, not the planner, and the replay can be withdrawn until it starts", async ({
  page,
  browser,
}) => {
  const { merchant, orders } = await withFailedOrders(page, 2)
  await page.goto(portal(merchant, "/replays"))
  await page.getByLabel("Plus de").fill("1")
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await expect(page.getByText("Seuil enregistré").first()).toBeVisible()

  const alone = await planFailed(page)
  await expect(page.getByText("Il faut une deuxième personne, et vous êtes la seule")).toBeVisible()
  await expect(page.getByRole("link", { name: "Inviter quelqu’un" })).toBeVisible()

  const other = await colleague(browser, merchant, "manager")
  await page.goto(alone)
  await page.getByLabel("Nom de la relance").fill("Montants corrigés")
  await page.getByRole("button", { name: "Demander l’accord" }).click()
  await expect(page.getByText("Attend l’accord d’une deuxième personne")).toBeVisible()
  await expect(page.getByRole("button", { name: "Donner mon accord" })).toHaveCount(0)

  const asked = "Camille Martin demande votre accord\u202f: relancer 2 commandes"
  await page.goto(portal(merchant, "/"))
  await expect(page.getByRole("heading", { name: "À faire" })).toBeVisible()
  await expect(page.getByText(asked)).toHaveCount(0)
  await other.goto(portal(merchant, "/replays"))
  await expect(other.getByText("Une relance attend votre accord")).toBeVisible()
  await other.goto(portal(merchant, "/"))
  const request = other.getByRole("listitem").filter({ hasText: asked })
  await expect(request).toContainText("«\u202fMontants corrigés\u202f»")
  await request.getByRole("link", { name: "Voir la relance" }).click()
  await other.getByRole("button", { name: "Donner mon accord" }).click()
  await expect(other.getByText(/^Départ à /)).toBeVisible()

  await test.step("taken back before anything left", async () => {
    await page.goto(alone)
    await page.getByRole("button", { name: "Annuler la relance" }).click()
    await page.getByRole("button", { name: "Arrêter la relance" }).click()
    await expect(page.getByText("Aucune commande n’a été envoyée.")).toBeVisible()
  })

  await test.step("approved again, and left alone, it goes when the time to undo is over", async () => {
    const address = await planFailed(page)
    await page.getByRole("button", { name: "Demander l’accord" }).click()
    await expect(page.getByText("Attend l’accord d’une deuxième personne")).toBeVisible()
    await other.goto(address)
    await other.getByRole("button", { name: "Donner mon accord" }).click()
    await expect(other.getByText(/^Départ à /)).toBeVisible()
    for (const order of orders) expect(await ordersAtPongo(order.order_id)).toEqual([])
    await endUndo(address.split("/").at(-1)!)
    await page.goto(address)
    await expect(page.getByText("Les 2 commandes sont arrivées chez Pongo.")).toBeVisible({ timeout: 30_000 })
  })

  await test.step("Pongo confirms a delivered order, which stays as it is", async () => {
    await page.goto(portal(merchant, `/orders?q=${orders[0]!.order_id}`))
    await page.getByRole("link", { name: orders[0]!.order_id }).click()
    await page.getByRole("button", { name: "Vérifier chez Pongo" }).click()
    await expect(page.getByText("Pongo confirme qu’il a la commande").first()).toBeVisible()
    await expect(page.getByText("Pongo confirme qu’il a la commande\u202f: rien n’a changé")).toBeVisible()
    expect(await ordersAtPongo(orders[0]!.order_id)).toHaveLength(1)
  })
})

/** Simulates the end of the undo period. */
async function endUndo(replayId: string) {
  const sql = postgres(addresses.databaseUrl, { max: 1 })
  await sql`update replays set starts_at = now() where id = ${replayId}`
  await sql`
    select graphile_worker.add_job(task_identifier, json_build_object('merchantId', r.merchant_id, 'replayId', r.id), job_key => j.key)
    from graphile_worker.jobs j join replays r on r.id = ${replayId} where j.key = ${`replay:${replayId}`}`
  await sql.end()
}
