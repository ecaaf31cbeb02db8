import type { Page } from "@playwright/test"
import { ordersAtPongo } from "./fixtures/merchant"
import { expect, test } from "./fixtures/test"
import {
  addSalad,
  customerAtPongo,
  dialogOf,
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

const COFFEE = "rew_0ece003f2e"

/** A ticket of 11 € with a free coffee, sent to be paid in another system of this kind. */
async function payElsewhere(page: Page, kind: string | null) {
  await openTestTill(page)
  const { id, phone } = await makeCustomer()
  await identify(page, phone)
  await redeem(page, "Café offert")
  await press(page, "Offrir Café")
  await expect(page.getByText("Sur le ticket", { exact: true })).toBeVisible()
  await addSalad(page)
  if (kind) {
    await finishBy(page, "Payer dans un autre système…")
    await dialogOf(page).getByLabel(kind).check()
    await press(page, "Envoyer au paiement")
  }
  return id
}

const CONFIRMING = [
  { kind: "confirme le paiement et accepte les récompenses", honours: true },
  { kind: "confirme le paiement, mais n’accepte pas les récompenses", honours: false },
]
for (const { kind, honours } of CONFIRMING)
  test(`another system that ${honours ? "honours rewards" : "honours none"}: Pongo gets the order once it is paid`, async ({
    page,
  }) => {
    const id = await payElsewhere(page, kind)
    const number = await orderNumber(page)
    const prompt = page.getByText(/le client n’utilise pas sur cette commande/)
    await expect(prompt).toHaveCount(honours ? 0 : 1)
    expect(await ordersAtPongo(number)).toEqual([])
    await press(page, "Payée")
    const { payload } = await receivedOrder(number)
    expect(payload.lines.map(({ reward_id }) => reward_id)).toEqual([honours ? COFFEE : undefined, undefined])
    await expect
      .poll(async () => (await customerAtPongo(id)).rewards)
      .toEqual([{ isUsed: honours, isLocked: false }])
  })

const SILENT = [
  { kind: "accepte les récompenses, mais ne confirme pas le paiement", honours: true },
  { kind: "ne fait ni l’un ni l’autre", honours: false },
]
for (const { kind, honours } of SILENT)
  test(`another system that confirms nothing and ${honours ? "honours rewards" : "honours none"}: Pongo gets nothing from here`, async ({
    page,
  }) => {
    const id = await payElsewhere(page, kind)
    const number = await orderNumber(page)
    await expect(page.getByText(/c’est lui qui la transmet à Pongo/)).toBeVisible()
    await expect(page.getByText(/le client n’utilise pas sur cette commande/)).toHaveCount(honours ? 0 : 1)
    await expect(page.getByRole("button", { name: "Payée" })).toHaveCount(0)
    await press(page, "Nouveau ticket")
    await expect(page.getByText("Rien sur le ticket.")).toBeVisible()
    expect(await ordersAtPongo(number)).toEqual([])
    expect((await customerAtPongo(id)).rewards).toEqual([{ isUsed: false, isLocked: false }])
  })

test("a payment that failed elsewhere can be taken here, and one cancelled there frees the reward", async ({
  page,
}) => {
  const id = await payElsewhere(page, CONFIRMING[0]!.kind)
  const number = await orderNumber(page)
  await press(page, "Paiement échoué")
  await expect(page.getByText("Le paiement a échoué : réessayez, ou encaissez ici.")).toBeVisible()
  expect(await ordersAtPongo(number)).toEqual([])
  await press(page, "Encaisser ici")
  expect((await receivedOrder(number)).payload).toMatchObject({
    amount: 1100,
    lines: [{ reward_id: COFFEE }, {}],
  })
  await press(page, "Nouveau ticket")

  await identify(page, (await makeCustomer()).phone)
  await addSalad(page)
  await finishBy(page, "Payer dans un autre système…")
  await press(page, "Envoyer au paiement")
  const cancelled = await orderNumber(page)
  await press(page, "Paiement annulé")
  await expect(page.getByText("Ce ticket est terminé. Passez au suivant.")).toBeVisible()
  expect(await ordersAtPongo(cancelled)).toEqual([])
  expect((await customerAtPongo(id)).rewards).toMatchObject([{ isUsed: true }])
})

test("what the other system says about rewards overrides what was planned", async ({ page }) => {
  const id = await payElsewhere(page, CONFIRMING[0]!.kind)
  const number = await orderNumber(page)
  await page.getByLabel("Récompenses, selon l’autre système").selectOption("Retirées")
  await press(page, "Payée")
  expect((await receivedOrder(number)).payload.lines.some(({ reward_id }) => reward_id)).toBe(false)
  await expect
    .poll(async () => (await customerAtPongo(id)).rewards)
    .toEqual([{ isUsed: false, isLocked: false }])
})

test("a refund is told to Pongo, whose answer about points and rewards is shown", async ({ page }) => {
  const id = await payElsewhere(page, null)
  const number = await pay(page)
  await receivedOrder(number)
  await expect(page.getByText("Envoyée")).toBeVisible()
  expect((await customerAtPongo(id)).points).toBe(961)
  await press(page, "Rembourser")
  await dialogOf(page).getByRole("button", { name: "Rembourser" }).click()
  await expect(page.getByText("Remboursé", { exact: true })).toBeVisible()
  await expect(page.getByText("Points : 961 avant, 950 après.")).toBeVisible()
  await expect(page.getByText("« Café offert » reste utilisée.")).toBeVisible()
  expect((await receivedOrder(number)).status).toBe("refunded")
  expect((await customerAtPongo(id)).points).toBe(950)
  await expect(page.getByRole("button", { name: "Rembourser" })).toHaveCount(0)
})

test("a partial refund counts once, even when its answer is lost, and Pongo keeps the points", async ({
  page,
}) => {
  await openTestTill(page)
  await addSalad(page)
  const number = await pay(page)
  await expect(page.getByText("Envoyée")).toBeVisible({ timeout: 30_000 })
  let calls = 0
  await page.route("**/refund", async (route) => {
    calls += 1
    if (calls > 1) return route.continue()
    await route.fetch()
    await route.abort("connectionreset")
  })
  await press(page, "Rembourser")
  await dialogOf(page)
    .getByLabel(/^Une partie/)
    .check()
  await dialogOf(page).getByLabel("Montant").fill("4")
  await dialogOf(page).getByRole("button", { name: "Rembourser" }).click()
  await press(page, "Vérifier")
  await expect(page.getByText(/Pongo ne connaît pas les remboursements partiels/)).toBeVisible()
  await press(page, "Rembourser")
  await expect(dialogOf(page).getByLabel("Tout, soit 7,00 €")).toBeChecked()
  expect((await receivedOrder(number)).status).toBe("closed")
})

test("a cancelled sale is told to Pongo, an open ticket that is abandoned is never sent", async ({
  page,
}) => {
  await openTestTill(page)
  await addSalad(page)
  const number = await pay(page)
  await expect(page.getByText("Envoyée")).toBeVisible({ timeout: 30_000 })
  await press(page, "Annuler la commande")
  await page.getByRole("alertdialog").getByRole("button", { name: "Annuler la commande" }).click()
  await expect(page.getByText("Annulé", { exact: true })).toBeVisible()
  await expect.poll(async () => (await receivedOrder(number)).status).toBe("cancelled")
  await press(page, "Nouveau ticket")

  await addSalad(page)
  await finishBy(page, "Laisser le ticket ouvert")
  const heading = page.getByRole("heading", { name: /^Ticket ouvert TEST-/ })
  const open = /TEST-\w+/.exec((await heading.textContent())!)![0]
  await finishBy(page, "Abandonner le ticket")
  await expect(heading).toHaveCount(0)
  expect(await ordersAtPongo(open)).toEqual([])
})
