import { makeMerchant } from "./fixtures/merchant"
import { expect, test } from "./fixtures/test"

test("the reference needs no sign-in, loads nothing from other sites and respects its Content Security Policy", async ({
  page,
  baseURL,
}) => {
  const complaints: string[] = []
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text())
  })
  page.on("request", (request) => {
    if (!request.url().startsWith(baseURL!) && !request.url().startsWith("data:"))
      complaints.push(request.url())
  })
  await page.goto("/docs/api")
  await expect(page.getByRole("heading", { name: "API d’encaissement" })).toBeVisible()
  await page.getByRole("link", { name: "Acheter une récompense avec des points" }).click()
  await expect(page).toHaveURL(/\/docs\/api\/rewards#redeemReward$/)
  await page.getByRole("link", { name: "not_enough_points" }).first().click()
  await expect(page).toHaveURL(/\/docs\/api\/errors#not_enough_points$/)
  await expect(page.getByText("Le client n’a pas assez de points.", { exact: true })).toBeVisible()
  await expect(page.getByText("The customer does not have enough points.").first()).toBeVisible()
  expect(complaints).toEqual([])
})

test("the reference is in English on request", async ({ page }) => {
  await page.goto("/docs/api")
  await page.getByRole("button", { name: "English" }).click()
  await expect(page.getByRole("heading", { name: "Checkout API" })).toBeVisible()
  await expect(page.getByText("Hand an order over", { exact: true })).toBeVisible()
})

test("a developer tries a call with a key of their own", async ({ page }) => {
  const { apiKey } = await makeMerchant()
  await page.goto("/docs/api#try")
  await page.getByLabel("Clé d’API").fill(apiKey)
  await page.getByRole("textbox", { name: "Appel" }).fill("/status")
  await page.getByRole("button", { name: "Envoyer" }).click()
  await expect(page.getByText(/^200 en \d+ ms$/)).toBeVisible()
  await expect(page.getByText('"state": "disconnected"')).toBeVisible()
  await page.getByRole("combobox", { name: "Appel" }).selectOption("createOrder")
  await page.getByRole("button", { name: "Envoyer" }).click()
  await expect(page.getByText(/^404 en \d+ ms$/)).toBeVisible()
  await expect(page.getByText('"code": "location_unknown"')).toBeVisible()
})

test("no page of the reference exceeds 250 kB", async ({ request }) => {
  for (const path of [
    "",
    "/status",
    "/customers",
    "/rewards",
    "/orders",
    "/changes",
    "/setup",
    "/errors",
    "/changelog",
  ]) {
    const page = await request.get(`/docs/api${path}`)
    expect([path, page.status()]).toEqual([path, 200])
    expect([path, (await page.body()).length < 250_000]).toEqual([path, true])
  }
})

test("openapi.json is served to anybody, with the address of this server", async ({ request, baseURL }) => {
  const answer = await request.get("/api/pos/v1/openapi.json")
  expect([answer.status(), answer.headers()["cache-control"]]).toEqual([200, "public, max-age=300"])
  const document = await answer.json()
  expect([document.openapi, document.servers]).toEqual(["3.1.1", [{ url: `${baseURL}/api/pos/v1` }]])
})
