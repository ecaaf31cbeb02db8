import { toBuffer } from "qrcode"
import {
  addFault,
  besides,
  callApi,
  connectPongo,
  makeMerchant,
  portal,
  product,
  signIn,
} from "./fixtures/merchant"
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
  rewardRow,
} from "./fixtures/test-till"

test.describe.configure({ timeout: 180_000 })

test("a cashier in training scans a pass, redeems, gives the reward, is paid, and none of it counts", async ({
  page,
}) => {
  await openTestTill(page)
  await expect(page.getByText("Données d’essai.")).toBeVisible()
  const { id } = await makeCustomer()

  await test.step("read the pass from a photo", async () => {
    await press(page, "Scanner")
    const pass = await toBuffer(`https://pass.pongo.test/c?id=${id}`, { width: 400, margin: 4 })
    await page.getByLabel("Ou une photo du code").setInputFiles({
      name: "pass.png",
      mimeType: "image/png",
      buffer: pass,
    })
    await expect(page.getByRole("heading", { name: "Récompenses déjà achetées" })).toBeVisible()
  })

  await redeem(page, "Café offert")
  await press(page, "Offrir Café")
  await expect(page.getByText("Sur le ticket", { exact: true })).toBeVisible()
  await addSalad(page)
  const number = await pay(page)
  expect(await receivedOrder(number)).toMatchObject({
    times_posted: 1,
    payload: {
      amount: 1100,
      customer: { id },
      lines: [{ external_id: "CAF-01", amount: 0, reward_id: "rew_0ece003f2e" }, { external_id: "SAL-03" }],
      payments: [{ method: "card", amount: 1100 }],
    },
  })
  expect(await customerAtPongo(id)).toMatchObject({ points: 961, rewards: [{ isUsed: true }] })

  await test.step("it is in the log as a test, and in no figure", async () => {
    await page.getByRole("link", { name: number }).click()
    await expect(page.getByRole("heading", { level: 1 })).toContainText(number)
    await page.goto(besides(page, "/reconciliation"))
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible()
    await expect(page.getByText(number)).toHaveCount(0)
    await page.goto(besides(page, `/orders?q=${number}`))
    await expect(
      page.getByRole("row", { name: number }).getByRole("link", { name: `${number} Essai` }),
    ).toBeVisible()
    await expect(page.getByText("Seulement des commandes d’essai, qui ne comptent pas")).toBeVisible()
  })
})

test("paid options are charged, on a free product and on a sold one", async ({ page }) => {
  const merchant = await openTestTill(page)
  const { id, phone } = await makeCustomer()
  await callApi(merchant.apiKey, "PUT", "/catalog", { products: [product("CAF-01", "Café", 220, true)] })
  await page.reload()
  await identify(page, phone)
  await redeem(page, "Café offert")
  await press(page, "Offrir Café")
  await dialogOf(page).getByLabel("Option").fill("Lait d’avoine")
  await dialogOf(page).getByLabel("Prix").fill("0,60")
  await press(page, "Mettre sur le ticket")
  await page.getByRole("button", { name: /^Burger/ }).click()
  await dialogOf(page).getByLabel("Option").first().fill("Bacon")
  await expect(dialogOf(page).getByRole("button", { name: "Mettre sur le ticket" })).toBeDisabled()
  await dialogOf(page).getByLabel("Prix").first().fill("1,50")
  await press(page, "Autre option")
  await dialogOf(page).getByLabel("Option").nth(1).fill("Cheddar")
  await dialogOf(page).getByLabel("Prix").nth(1).fill("1")
  await press(page, "Mettre sur le ticket")
  await expect(page.getByText("17,60 €")).toBeVisible()
  const { payload } = await receivedOrder(await pay(page))
  expect(payload).toMatchObject({
    amount: 1760,
    lines: [
      { external_id: "CAF-01", name: "Café, Lait d’avoine", amount: 60, reward_id: "rew_0ece003f2e" },
      { external_id: "BRG-02", name: "Burger, Bacon, Cheddar", amount: 1700 },
    ],
  })
  expect((await customerAtPongo(id)).rewards).toEqual([{ isUsed: true, isLocked: false }])
})

test("a ticket is paid by several methods, whose amounts add up", async ({ page }) => {
  await openTestTill(page)
  await addSalad(page)
  await press(page, "Encaisser")
  await dialogOf(page).getByLabel("Montant").fill("8")
  await expect(dialogOf(page).getByText("Reste 3,00 €")).toBeVisible()
  await expect(dialogOf(page).getByRole("button", { name: "Valider le paiement" })).toBeDisabled()
  await press(page, "Autre moyen")
  await dialogOf(page).getByLabel("Moyen de paiement").nth(1).selectOption("Titre-restaurant")
  await press(page, "Valider le paiement")
  const { payload } = await receivedOrder(await orderNumber(page))
  expect(payload.payments).toEqual([
    { method: "card", amount: 800 },
    { method: "meal_voucher", amount: 300 },
  ])
})

/** Makes Pongo ask for the PIN once. Otherwise the sandbox checks only a PIN it is given. */
const askForPin = (path: string, more: Record<string, unknown> = {}) => {
  const body = { message: "The pin is required.", errors: { pin: ["The pin is required."] } }
  return addFault({ method: "POST", path, kind: "status", status: 422, body, times: 1, ...more })
}

test("points are spent only after a confirmation, and with the customer’s PIN", async ({ page }) => {
  await openTestTill(page)
  const { id, phone } = await makeCustomer(100, { pin: "4321" })
  await identify(page, phone)
  const coffee = rewardRow(page, "Café offert")

  await coffee.getByRole("button", { name: "Échanger" }).click()
  await expect(dialogOf(page)).toContainText("50 points seront dépensés ; il en restera 50.")
  await press(page, "Annuler")
  expect(await customerAtPongo(id)).toMatchObject({ points: 100, purchases: 0 })

  await askForPin("/v1/rewards/*", { match: { body_includes: id } })
  await coffee.getByRole("button", { name: "Échanger" }).click()
  await press(page, "Dépenser 50 points")
  await dialogOf(page).getByLabel("Code PIN du client").fill("0000")
  await press(page, "Dépenser 50 points")
  await expect(dialogOf(page).getByRole("alert")).toContainText("Code du client manquant ou incorrect.")
  await dialogOf(page).getByLabel("Code PIN du client").fill("4321")
  await press(page, "Dépenser 50 points")
  await expect(dialogOf(page)).toHaveCount(0)
  expect(await customerAtPongo(id)).toMatchObject({ points: 50, purchases: 1 })

  await askForPin(`/v1/customers/${id}/rewards/lock`)
  await press(page, "Offrir Café")
  await dialogOf(page).getByLabel("Code PIN du client").fill("4321")
  await press(page, "Mettre sur le ticket")
  await expect(page.getByText("Sur le ticket", { exact: true })).toBeVisible()
  expect((await customerAtPongo(id)).rewards).toEqual([{ isUsed: false, isLocked: true }])
})

test("a reward on the ticket is locked for this till, and free once it leaves the ticket", async ({
  page,
}) => {
  const { apiKey } = await openTestTill(page)
  const { id, phone } = await makeCustomer()
  await identify(page, phone)
  await redeem(page, "Café offert")
  await press(page, "Offrir Café")
  await expect(page.getByText(/^Réservée à cette caisse jusqu’à \d\d:\d\d$/)).toBeVisible()
  const seenElsewhere = async () => {
    const { body } = await callApi(apiKey, "GET", `/customers/${id}?location_id=bastille`)
    return (body as unknown as { rewards: { wallet: { state: string }[] } }).rewards.wallet.map(
      ({ state }) => state,
    )
  }
  expect(await seenElsewhere()).toEqual(["locked"])
  expect((await customerAtPongo(id)).rewards).toEqual([{ isUsed: false, isLocked: true }])

  await press(page, "Retirer Café")
  await expect(page.getByText("Rien sur le ticket.")).toBeVisible()
  expect(await seenElsewhere()).toEqual(["ready"])
  expect((await customerAtPongo(id)).rewards).toEqual([{ isUsed: false, isLocked: false }])

  await test.step("another customer, and an abandoned ticket, free it too", async () => {
    await press(page, "Offrir Café")
    await expect(page.getByText("Sur le ticket", { exact: true })).toBeVisible()
    await press(page, "Changer de client")
    await expect(page.getByLabel("Téléphone ou code")).toBeVisible()
    expect((await customerAtPongo(id)).rewards).toEqual([{ isUsed: false, isLocked: false }])
    await identify(page, phone)
    await press(page, "Offrir Café")
    await expect(page.getByText("Sur le ticket", { exact: true })).toBeVisible()
    await finishBy(page, "Abandonner le ticket")
    await expect(page.getByText("Rien sur le ticket.")).toBeVisible()
    expect((await customerAtPongo(id)).rewards).toEqual([{ isUsed: false, isLocked: false }])
  })
})

test("each reward that cannot be used says one reason, and no amount reads minus zero", async ({ page }) => {
  await openTestTill(page)
  const { phone } = await makeCustomer(190)
  await identify(page, phone)
  await expect(rewardRow(page, "Atelier barista")).toHaveText(
    /400 points\s*Non prise en charge par la caisse\.$/,
  )
  await expect(rewardRow(page, "Dessert au choix")).toHaveText(/Aucun produit du catalogue ne correspond\.$/)
  await redeem(page, "10 % de remise")
  await expect(rewardRow(page, "5 € de remise")).toHaveText(/Il manque 60 points\.$/)
  await page.getByRole("button", { name: /^Utiliser / }).click()
  await expect(page.getByRole("list", { name: "Lignes du ticket" })).toContainText("récompense 0,00 €")
  await expect(page.getByText(/[-−]0,00/)).toHaveCount(0)
  await addSalad(page)
  await expect(page.getByText("9,90 €").first()).toBeVisible()

  await test.step("a voucher of unknown value takes off what the cashier says", async () => {
    await redeem(page, "Livraison offerte")
    await page.getByRole("button", { name: /^Utiliser / }).click()
    await dialogOf(page).getByLabel("Remise").fill("2,90")
    await press(page, "Mettre sur le ticket")
    const { payload } = await receivedOrder(await pay(page))
    expect(payload).toMatchObject({ amount: 700 })
    expect(payload.lines.map(({ amount }) => amount)).toEqual([-110, 1100, -290])
  })
})

test("the suggested phone belongs to a customer of this merchant’s Pongo", async ({ page }) => {
  const merchant = await makeMerchant()
  await signIn(page, merchant)
  await connectPongo(page, /chezrosalie/)
  await callApi(merchant.apiKey, "PUT", "/locations", { locations: [{ id: "marais", name: "Marais" }] })
  await page.goto(portal(merchant, "/locations"))
  await page.getByLabel("Boutique Pongo de Marais").selectOption("chez-rosalie-marais")
  await press(page, "Relier")
  await expect(page.getByText("Marais est relié à").first()).toBeVisible()
  await page.goto(portal(merchant, "/test-till"))
  await press(page, "Ouvrir la caisse")
  const hint = page.getByText(/^Essayez avec \+336/)
  const phone = /\+\d+/.exec((await hint.textContent())!)![0]
  await identify(page, phone)
})
