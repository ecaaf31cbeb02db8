import { mailsTo } from "./fixtures/background"
import { makeMerchant, signIn } from "./fixtures/merchant"
import { expect, hydrated, test } from "./fixtures/test"

const NEW = "une tout autre phrase de passe"

const linkIn = async (email: string, about: RegExp) => {
  await expect.poll(async () => (await mailsTo(email)).some(({ subject }) => about.test(subject))).toBe(true)
  const mail = (await mailsTo(email)).findLast(({ subject }) => about.test(subject))!
  return /https?:\/\/\S+\/acc_\w+/.exec(mail.text)![0]
}

test("a forgotten password is reset by e-mail, and the browsers that were signed in are not any more", async ({
  page,
  browser,
}) => {
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
  await expect(page.getByRole("heading", { name: "Ce lien ne vaut plus" })).toBeVisible()
  await signIn(page, { ...merchant, password: NEW })
})
