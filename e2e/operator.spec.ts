import { randomBytes } from "node:crypto"
import postgres from "postgres"
import { connectHref } from "../lib/address"
import { addresses } from "./fixtures/addresses"
import { makeMerchant, portal, signIn } from "./fixtures/merchant"
import { expect, hydrated, test } from "./fixtures/test"

test("an operator invites merchants, opens one with a reason, and the merchant sees it", async ({
  page,
  browser,
}) => {
  const { createOperator } = await import("../lib/operators/new-operator")
  const operator = { email: `${randomBytes(6).toString("hex")}@vendor.test`, password: "une phrase de passe" }
  await createOperator({ name: "Alex Vendeur", ...operator })
  const merchant = await makeMerchant(`Chez ${randomBytes(4).toString("hex")}`)

  await page.goto("/sign-in")
  await page.getByLabel("Adresse e-mail").fill(operator.email)
  await page.getByLabel("Mot de passe", { exact: true }).fill(operator.password)
  await page.getByRole("button", { name: "Se connecter" }).click()
  await expect(page.getByRole("heading", { name: "Commerces" })).toBeVisible()

  await test.step("inviting two, with a wrong line told before anything is sent", async () => {
    await page.goto("/operator/invite")
    const list = page.getByLabel("Un commerce par ligne")
    await list.fill("Le Port; port@example.org\nsans adresse")
    await page.getByRole("button", { name: "Inviter" }).click()
    await expect(page.getByText("La ligne 2 n’a pas un nom et une adresse e-mail.")).toBeVisible()
    await list.fill("Le Port; port@example.org\nLe Quai; quai@example.org")
    await page.getByRole("button", { name: "Inviter" }).click()
    await expect(page.getByRole("heading", { name: "2 commerces invités" })).toBeVisible()
    await expect(page.getByText(/\/invite\/inv_/)).toHaveCount(2)
  })

  await test.step("after a reload an invitation is found, sent to another address, and withdrawn", async () => {
    const name = `Invité ${randomBytes(4).toString("hex")}`
    const address = `${randomBytes(4).toString("hex")}@example.org`
    for (const _ of [1, 2]) {
      await page.goto("/operator/invite")
      await page.getByLabel("Un commerce par ligne").fill(`${name}; ${address}`)
      await page.getByRole("button", { name: "Inviter" }).click()
      await expect(page.getByRole("heading", { name: "1 commerce invité" })).toBeVisible()
    }
    await page.goto("/operator")
    await page.getByRole("button", { name: "Propriétaire" }).click()
    await page.getByRole("menuitem", { name: "Sans propriétaire" }).click()
    await page.getByRole("searchbox").fill(address)
    await page.getByRole("searchbox").press("Enter")
    await expect(page.getByRole("button", { name: `Ouvrir ${name}` })).toHaveCount(1)
    await expect(page.getByText(`${address}, invitation en attente, expire`)).toBeVisible()
    await page.getByRole("button", { name: `Renvoyer l’invitation de ${name}` }).click()
    const other = `${randomBytes(4).toString("hex")}@example.org`
    await page.getByRole("dialog").getByLabel("Adresse e-mail").fill(other)
    await page.getByRole("dialog").getByRole("button", { name: "Inviter" }).click()
    await expect(page.getByText(/\/invite\/inv_/)).toBeVisible()
    await page.goto(`/operator?q=${other}`)
    await expect(page.getByText(`${other}, invitation en attente`)).toBeVisible()
    await page.getByRole("button", { name: `Retirer l’invitation de ${name}` }).click()
    await page.getByRole("alertdialog").getByRole("button", { name: "Retirer l’invitation" }).click()
    await expect(page.getByRole("alertdialog")).toHaveCount(0)
    await page.goto(`/operator?q=${encodeURIComponent(name)}`)
    await expect(page.getByText("Aucun propriétaire")).toBeVisible()
  })

  await test.step("opening a merchant needs a reason and is told on every page", async () => {
    await page.goto(`/operator?q=${encodeURIComponent(merchant.name)}`)
    await page.getByRole("button", { name: `Ouvrir ${merchant.name}` }).click()
    const dialog = page.getByRole("dialog")
    await dialog.getByRole("button", { name: "Ouvrir" }).click()
    await expect(dialog.getByText("Donnez un motif")).toBeVisible()
    await dialog.getByLabel("Motif").fill("ticket 4521")
    await dialog.getByRole("button", { name: "Ouvrir" }).click()
    await expect(page.getByText(`Vous agissez pour ${merchant.name}.`)).toBeVisible()
    await page.goto(portal(merchant, "/locations"))
    await expect(page.getByText(`Vous agissez pour ${merchant.name}.`)).toBeVisible()
    await page.goto(portal(merchant, "/settings/connection"))
    await expect(page.getByRole("button", { name: "Créer un lien" })).toHaveCount(0)
    await expect(page.getByRole("link", { name: "Connecter Pongo" })).toHaveCount(0)
    await page.goto(portal(merchant, "/settings/api-keys"))
    await expect(page.getByRole("button", { name: "Créer une clé" })).toHaveCount(0)
    await expect(page.getByRole("button", { name: "Envoyer la clé" })).toHaveCount(0)
    await page.goto(portal(merchant, "/test-till"))
    await expect(page.getByText("Un responsable ou un propriétaire peut ouvrir")).toBeVisible()
  })

  await test.step("starting OAuth by its address is refused in words", async () => {
    await page.goto(connectHref(merchant.slug))
    await expect(page.getByText("Un opérateur ne peut pas faire cela")).toBeVisible()
    await hydrated(page)
    await page.getByRole("button", { name: "Quitter ce commerce" }).click()
    await expect(page.getByRole("heading", { name: "Commerces" })).toBeVisible()
  })

  await test.step("leaving as somebody who is an operator no more is a plain refusal", async () => {
    await page.goto(`/operator?q=${encodeURIComponent(merchant.name)}`)
    await page.getByRole("button", { name: `Ouvrir ${merchant.name}` }).click()
    await page.getByLabel("Motif").fill("ticket 4522")
    await page.getByRole("dialog").getByRole("button", { name: "Ouvrir" }).click()
    await expect(page.getByText(`Vous agissez pour ${merchant.name}.`)).toBeVisible()
    await hydrated(page)
    const database = postgres(addresses.databaseUrl, { max: 1 })
    await database`update users set is_operator = false where email = ${operator.email}`
    await database.end()
    const answered = page.waitForResponse((response) => response.request().method() === "POST")
    await page.getByRole("button", { name: "Quitter ce commerce" }).click()
    expect((await answered).status()).toBe(404)
  })

  await test.step("the merchant reads who came and why, and has no way to the operator’s pages", async () => {
    const other = await (
      await browser.newContext({ baseURL: new URL(page.url()).origin, locale: "fr-FR" })
    ).newPage()
    await signIn(other, merchant)
    await other.goto(portal(merchant, "/settings/audit"))
    await expect(other.getByText("Alex Vendeur (opérateur)").first()).toBeVisible()
    await expect(other.getByText(/ticket 4521/)).toBeVisible()
    const response = await other.goto("/operator")
    expect(response!.status()).toBe(404)
  })
})
