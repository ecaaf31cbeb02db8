import { readdirSync } from "node:fs"
import { AxeBuilder } from "@axe-core/playwright"
import type { Page } from "@playwright/test"
import {
  callApi,
  connectPongo,
  makeMerchant,
  mapLocation,
  paidOrder,
  portal,
  product,
  refuseAtPongo,
  signIn,
  type TestMerchant,
} from "./fixtures/merchant"
import { expect, hydrated, test } from "./fixtures/test"

/** Every page, by its path in `app/`. */
const PAGES = readdirSync("app", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith("page.tsx"))
  .map((file) => `/${file.replace(/\(\w+\)\//g, "").replace(/\/?page\.tsx$/, "")}`)
  .sort()

/** Visited while signed out, at addresses of their own below. */
const SIGNED_OUT =
  /^\/(sign-in|forgot-password|reset-password|confirm-email|invite|connect|key|docs|no-merchant)/
const OPERATOR = /^\/operator/
const PORTAL = "/m/[merchant]"
const ACCOUNT = "/account"

test("every page is checked", () => {
  const isSeen = (path: string) =>
    SIGNED_OUT.test(path) || OPERATOR.test(path) || path.startsWith(PORTAL) || path === ACCOUNT
  // The address without a merchant only redirects.
  expect(PAGES.filter((path) => !isSeen(path))).toEqual(["/[[...address]]"])
})

for (const theme of ["light", "dark"] as const)
  test(`no page of the portal breaks an accessibility rule, ${theme}`, async ({ page }) => {
    test.setTimeout(300_000)
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" })
    const merchant = await makeMerchant()
    await signIn(page, merchant)
    await connectPongo(page)
    const addresses = await fillMerchant(page, merchant)
    const broken: unknown[] = []
    const pages = PAGES.filter((path) => path.startsWith(PORTAL)).map((path) => path.slice(PORTAL.length))
    const unknown = pages.filter((path) => path.includes("[") && !addresses[path])
    expect(unknown, "they need an address in fillMerchant").toEqual([])
    for (const path of pages)
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 })
        broken.push(...(await violations(page, `/m/${merchant.slug}${addresses[path] ?? path}`, width)))
      }
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 })
      broken.push(...(await violations(page, ACCOUNT, width)))
    }
    expect(broken).toEqual([])
  })

test("no page for strangers or operators breaks an accessibility rule", async ({ page }) => {
  test.setTimeout(120_000)
  const { createOperator } = await import("../lib/operators/new-operator")
  const operator = { email: `axe-${Date.now()}@vendor.test`, password: "une phrase de passe" }
  const broken: unknown[] = []
  for (const path of PAGES.filter((path) => SIGNED_OUT.test(path)))
    broken.push(...(await violations(page, path.replace(/\[\w+\]/, "unknown"), 390)))
  await createOperator({ name: "Alex", ...operator })
  await page.goto("/sign-in")
  await page.getByLabel("Adresse e-mail").fill(operator.email)
  await page.getByLabel("Mot de passe", { exact: true }).fill(operator.password)
  await page.getByRole("button", { name: "Se connecter" }).click()
  await expect(page.getByRole("heading", { name: "Commerces" })).toBeVisible()
  for (const path of PAGES.filter((path) => OPERATOR.test(path)))
    broken.push(...(await violations(page, path, 1440)))
  expect(broken).toEqual([])
})

/** Violations that axe finds, one per line: rule, page, first element. */
async function violations(page: Page, address: string, width: number) {
  await page.goto(address)
  await expect(page.locator("h1").first()).toBeVisible()
  await hydrated(page)
  const { violations: found } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ rules: { "target-size": { enabled: true } } })
    .analyze()
  return found.map(({ id, nodes }) => ({
    rule: id,
    address,
    width,
    count: nodes.length,
    element: nodes[0]?.html.slice(0, 200),
    why: nodes[0]?.failureSummary?.split("\n")[1],
  }))
}

/**
 * Creates at least one record of each kind, so that no page shows only its empty state. @returns the addresses of
 * record pages
 */
async function fillMerchant(page: Page, merchant: TestMerchant): Promise<Record<string, string>> {
  const { apiKey, merchantId } = merchant
  await callApi(apiKey, "PUT", "/locations", {
    locations: [
      { id: "bastille", name: "Bastille", city: "Paris" },
      { id: "lyon", name: "Lyon", city: "Lyon" },
    ],
  })
  await callApi(apiKey, "PUT", "/catalog", {
    products: [product("CAF-01", "Café", 220)],
  })
  await mapLocation(page, "Bastille", "le-comptoir-bastille")
  const identified = await callApi(apiKey, "POST", "/customers/identify", {
    location_id: "bastille",
    phone: "06 12 00 00 01",
  })
  const customer = (identified.body as unknown as { customer: { id: string } }).customer.id
  await callApi(apiKey, "POST", "/tills/heartbeat", {
    till_id: "till-1",
    location_id: "bastille",
    offline_orders: 3,
    oldest_offline_at: new Date(Date.now() - 3_600_000).toISOString(),
    sent_at: new Date().toISOString(),
  })
  const refused = paidOrder("bastille")
  const fault = await refuseAtPongo(refused)
  const failed = await callApi(apiKey, "POST", "/orders", refused)
  for (const place of ["bastille", "lyon"])
    await callApi(apiKey, "POST", "/orders", { ...paidOrder(place), customer: { id: customer } })
  const id = (failed.body as unknown as { id: string }).id
  await page.goto(portal(merchant, `/orders?q=${refused.order_id}`))
  await expect(page.getByRole("row", { name: refused.order_id }).getByText("Échouée")).toBeVisible()
  await fault.remove()
  await page.goto(portal(merchant, "/go-live"))
  await page.getByRole("button", { name: "Établir un rapport daté" }).click()
  await expect(page).toHaveURL(/\/go-live\/reports\//)
  const report = new URL(page.url()).pathname.split("/").at(-1)
  const { systemCtx } = await import("../lib/auth/system")
  const { planReplay } = await import("../lib/replays/mutations")
  const { sweepMerchant } = await import("../lib/incidents/sweep")
  const { listOpenIncidents } = await import("../lib/incidents/queries")
  const ctx = systemCtx(merchantId, "test")
  const replay = await planReplay(ctx, { kind: "send", orders: { ids: [id] } })
  await sweepMerchant(merchantId)
  const [incident] = await listOpenIncidents(ctx)
  return {
    "/orders/[id]": `/orders/${id}`,
    "/customers/[id]": `/customers/${customer}`,
    "/replays/[id]": `/replays/${replay.id}`,
    "/incidents/[id]": `/incidents/${incident!.id}`,
    "/reconciliation/[day]": `/reconciliation/${new Date().toISOString().slice(0, 10)}`,
    "/go-live/reports/[id]": `/go-live/reports/${report}`,
    "/catalog/import/[id]": "/catalog/import",
    "/[...unknown]": "/nowhere",
  }
}
