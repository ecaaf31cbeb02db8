import type { Page } from "@playwright/test"
import { mailsTo } from "./fixtures/background"
import { makeMerchant, signIn } from "./fixtures/merchant"
import { expect, hydrated, test } from "./fixtures/test"

const NEW = "une tout autre phrase de passe"

const linkIn = async (email: string, about: RegExp) => {
  await expect.poll(async () => (await mailsTo(email)).some(({ subject }) => about.test(subject))).toBe(true)
  const mail = (await mailsTo(email)).findLast(({ subject }) => about.test(subject))!
  return /https?:\/\/\S+\/acc_\w+/.exec(mail.text)![0]
}

const openAccount = async (page: Page) => {
  await page.getByRole("button", { name: "Compte de Camille Martin" }).first().click()
  await page.getByRole("menuitem", { name: "Mon compte" }).click()
  await expect(page.getByRole("heading", { name: "Mon compte" })).toBeVisible()
  await hydrated(page)
}

test("a password reset by e-mail ends all existing sessions", async ({ page, browser }) => {
  const merchant = await makeMerchant()
  const elsewhere = await (await browser.newContext({ locale: "fr-FR" })).newPage()
  await signIn(elsewhere, merchant)

  await page.goto("/sign-in")
  await page.getByRole("link", { name: "Mot de passe oublié" }).click()
  await hydrated(page)
  await page.getByLabel("Adresse e-mail").fill("pas une adresse")
  await page.getByRole("button", { name: "Envoyer le lien" }).click()
  await expect(page.getByText("Écrivez une adresse e-mail complète.")).toBeVisible()
  for (const email of ["personne@example.org", merchant.email]) {
    await page.goto("/forgot-password")
    await hydrated(page)
    await page.getByLabel("Adresse e-mail").fill(email)
    await page.getByRole("button", { name: "Envoyer le lien" }).click()
    await expect(page.getByText(`Si ${email} a un compte`)).toBeVisible()
  }

  const link = await linkIn(merchant.email, /nouveau mot de passe/)
  await page.goto(link)
  await hydrated(page)
  await page.getByLabel("Nouveau mot de passe").fill("court")
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await expect(page.getByText(/doit avoir entre 12/)).toBeVisible()
  await page.getByLabel("Nouveau mot de passe").fill(NEW)
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await expect(page.getByRole("heading", { name: "Votre mot de passe est changé" })).toBeVisible()

  await elsewhere.reload()
  await expect(elsewhere.getByRole("heading", { name: "Se connecter" })).toBeVisible()
  await page.goto(link)
  await expect(page.getByRole("heading", { name: "Ce lien n’est plus valable" })).toBeVisible()
  await signIn(page, { ...merchant, password: NEW })
})

test("a person changes their password, sees their sessions and ends them", async ({ page, browser }) => {
  const merchant = await makeMerchant()
  const others = await Promise.all(
    [1, 2, 3].map(async () => (await browser.newContext({ locale: "fr-FR" })).newPage()),
  )
  for (const other of others) await signIn(other, merchant)
  await signIn(page, merchant)
  await openAccount(page)
  await expect(page.getByText("Cet appareil")).toHaveCount(1)
  const ends = page.getByRole("button", { name: /^Terminer la session/ })
  await expect(ends).toHaveCount(3)

  await ends.first().click()
  await expect(page.getByText("Session terminée.").first()).toBeVisible()
  await expect(ends).toHaveCount(2)
  await page.getByRole("button", { name: "Terminer toutes les autres" }).click()
  const dialog = page.getByRole("alertdialog")
  await expect(dialog).toContainText("2 autres appareils")
  await dialog.getByRole("button", { name: "Terminer toutes les autres" }).click()
  await expect(page.getByText("Vous n’êtes connecté nulle part ailleurs.")).toBeVisible()
  for (const other of others) {
    await other.reload()
    await expect(other.getByRole("heading", { name: "Se connecter" })).toBeVisible()
  }

  const password = page.locator("section", { hasText: "Le changer vous déconnecte" })
  const change = async (current: string) => {
    await password.getByLabel("Mot de passe actuel").fill(current)
    await password.getByLabel("Nouveau mot de passe").fill(NEW)
    await password.getByRole("button", { name: "Changer de mot de passe" }).click()
  }
  await change("ce n’est pas lui")
  await expect(password.getByText("Ce n’est pas votre mot de passe actuel.").first()).toBeVisible()
  await change(merchant.password)
  await expect(page.getByText("Mot de passe changé.").first()).toBeVisible()
  await signIn(others[0]!, { ...merchant, password: NEW })
})

test("a new e-mail address is confirmed by link, and the old one is notified", async ({ page }) => {
  const merchant = await makeMerchant()
  await signIn(page, merchant)
  await openAccount(page)
  const next = `nouvelle-${merchant.email}`
  const section = page.locator("section", { hasText: "Nouvelle adresse" })
  await section.getByLabel("Nouvelle adresse").fill(next)
  await section.getByLabel("Mot de passe actuel").fill(merchant.password)
  await section.getByRole("button", { name: "Changer d’adresse" }).click()
  await expect(page.getByText(`Un lien est parti à ${next}.`)).toBeVisible()

  await page.goto(await linkIn(next, /confirmer/))
  await hydrated(page)
  await page.getByRole("button", { name: "Confirmer l’adresse" }).click()
  await expect(page.getByRole("heading", { name: "Votre adresse est changée" })).toBeVisible()
  await expect
    .poll(async () => (await mailsTo(merchant.email)).some(({ subject }) => /adresse a changé/.test(subject)))
    .toBe(true)
  await page.goto("/account")
  await expect(page.getByText(next)).toBeVisible()
})
