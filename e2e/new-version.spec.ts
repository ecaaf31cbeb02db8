import type { Page } from "@playwright/test"
import { LOCALE_COOKIE } from "../lib/i18n/locale"
import { makeMerchant, portal, signIn } from "./fixtures/merchant"
import { expect, hydrated, test } from "./fixtures/test"

/** Makes the page look like one of an earlier deployment: the server knows none of its actions. */
const age = (page: Page) =>
  page.route("**/*", (route) => {
    const headers = route.request().headers()
    return headers["next-action"]
      ? route.continue({ headers: { ...headers, "next-action": "0".repeat(42) } })
      : route.fallback()
  })

const WORDS = {
  fr: {
    open: "Inviter",
    email: "Adresse e-mail",
    submit: "Créer l’invitation",
    title: "Une nouvelle version de Comptoir est là",
    sentence: /Comptoir a été mis à jour depuis l’ouverture de cette page/,
    later: "Pas maintenant",
    reload: "Recharger",
  },
  en: {
    open: "Invite",
    email: "E-mail address",
    submit: "Create the invitation",
    title: "There is a new version of Comptoir",
    sentence: /Comptoir was updated after you opened this page/,
    later: "Not now",
    reload: "Reload",
  },
}

for (const locale of ["fr", "en"] as const)
  test(`a tab older than the deployment says so, keeps the input and offers to reload: ${locale}`, async ({
    page,
    baseURL,
  }) => {
    const words = WORDS[locale]
    const merchant = await makeMerchant()
    await signIn(page, merchant)
    await page.context().addCookies([{ name: LOCALE_COOKIE, value: locale, url: baseURL! }])
    await page.goto(portal(merchant, "/settings/team"))
    await age(page)
    await page.getByRole("button", { name: words.open, exact: true }).click()
    await page.getByLabel(words.email).fill("lea@e2e.test")
    await page.getByRole("button", { name: words.submit }).click()

    const said = page.getByRole("alertdialog", { name: words.title })
    await said.getByRole("button", { name: words.later }).click()
    await expect(page.getByRole("alert").filter({ hasText: words.sentence })).toBeVisible()
    await expect(page.getByLabel(words.email)).toHaveValue("lea@e2e.test")

    await page.getByRole("button", { name: words.submit }).click()
    await page.unrouteAll()
    const reloaded = page.waitForEvent("load")
    await said.getByRole("button", { name: words.reload }).click()
    await reloaded
    await hydrated(page)
    await page.getByRole("button", { name: words.open, exact: true }).click()
    await page.getByLabel(words.email).fill("lea@e2e.test")
    await page.getByRole("button", { name: words.submit }).click()
    await expect(page.getByText("lea@e2e.test").first()).toBeVisible()
    await expect(said).toHaveCount(0)
  })

test("a plain form sent from a tab older than the deployment offers to reload too", async ({ page }) => {
  const merchant = await makeMerchant()
  await signIn(page, merchant)
  await page.goto(portal(merchant, "/settings/team"))
  await page.getByRole("button", { name: "Inviter", exact: true }).click()
  await page.getByLabel("Adresse e-mail").fill("lea@e2e.test")
  await page.getByRole("button", { name: "Créer l’invitation" }).click()
  await page.goto(
    (await page
      .getByText(/\/invite\/\S+/)
      .first()
      .textContent())!,
  )
  await age(page)
  await page.getByRole("button", { name: /déconnecter/i }).click()
  await expect(page.getByRole("heading", { name: WORDS.fr.title })).toBeVisible()
  await expect(page.getByRole("button", { name: "Recharger" })).toBeVisible()
})
