import { readdirSync } from "node:fs"
import { connect } from "node:net"
import { join } from "node:path"
import type { PortalPath } from "../lib/address"
import { callApi, makeMerchant, paidOrder, portal, signIn } from "./fixtures/merchant"
import { expect, test } from "./fixtures/test"

const FIXED: Record<string, string | RegExp> = {
  "strict-transport-security": /max-age=63072000/,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "strict-origin-when-cross-origin",
  "permissions-policy": /microphone=\(\)/,
  "cross-origin-opener-policy": "same-origin",
}

/**
 * Every address of the application, from its files. `[x]` becomes a value that does not exist; `[[...x]]` is left out.
 */
function routes(): { path: string; isPage: boolean }[] {
  return readdirSync("app", { recursive: true, encoding: "utf8" })
    .filter((file) => /(^|\/)(page\.tsx|route\.ts)$/.test(file))
    .map((file) => ({
      isPage: file.endsWith("page.tsx"),
      path: `/${join(file, "..")
        .split("/")
        .filter((part) => part !== "." && !/^(\(.*\)|\[\[.*\]\])$/.test(part))
        .map((part) => (part.startsWith("[") ? "0198c0de-0000-7000-8000-000000000000" : part))
        .join("/")}`,
    }))
}

test("every route carries the security headers", async ({ request }) => {
  const all = routes()
  expect(all.length).toBeGreaterThan(15)
  for (const { path, isPage } of all) {
    const response = await request.get(path, { maxRedirects: 0 })
    const headers = response.headers()
    for (const [name, value] of Object.entries(FIXED))
      expect(headers[name], `${name} of ${path}`).toMatch(value)
    const policy = headers["content-security-policy"]
    expect(policy, path).toContain("default-src 'none'")
    expect(policy, path).toContain("frame-ancestors 'none'")
    if (isPage) {
      expect(policy, path).toMatch(/script-src 'self' 'nonce-[\w+/=]{20,}' 'strict-dynamic'/)
      expect(policy, path).not.toContain("unsafe")
    }
    expect(headers["x-powered-by"], path).toBeUndefined()
  }
})

test("icons and manifest are served to strangers, and nothing in them may execute", async ({
  page,
  request,
}) => {
  await page.goto("/sign-in")
  const linked = await page
    .locator("link[rel=icon], link[rel=apple-touch-icon], link[rel=manifest]")
    .evaluateAll((links) => links.map((link) => link.getAttribute("href")!))
  expect(linked.map((href) => href.split("?")[0]).sort()).toEqual([
    "/apple-icon.png",
    "/favicon.ico",
    "/icon.svg",
    "/manifest.webmanifest",
  ])
  const { icons } = await (await request.get("/manifest.webmanifest")).json()
  const files: string[] = ["/favicon.ico", ...linked, ...icons.map(({ src }: { src: string }) => src)]
  for (const file of files) {
    const response = await request.get(file, { maxRedirects: 0 })
    expect(response.status(), file).toBe(200)
    expect(response.headers()["content-type"], file).toMatch(/^(image\/|application\/manifest\+json)/)
    expect(response.headers()["content-security-policy"], file).toBe(
      "default-src 'none'; frame-ancestors 'none'",
    )
    expect(response.headers()["x-content-type-options"], file).toBe("nosniff")
  }
})

test("the manifest has the icons that phones ask for, each of the size it says and cached for good", async ({
  request,
}) => {
  const { icons } = await (await request.get("/manifest.webmanifest")).json()
  const images: { src: string; sizes: string; type: string; purpose?: string }[] = icons
  const pixels = images.filter(({ type }) => type === "image/png")
  expect(pixels.map(({ sizes, purpose }) => [sizes, purpose ?? "any"])).toEqual([
    ["192x192", "any"],
    ["512x512", "any"],
    ["512x512", "maskable"],
  ])
  for (const { src, sizes } of pixels) {
    const response = await request.get(src, { maxRedirects: 0 })
    expect(response.headers()["cache-control"], src).toMatch(/immutable/)
    const png = await response.body()
    // A PNG begins with its header chunk: width and height at bytes 16 and 20.
    expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`, src).toBe(sizes)
  }
})

test("each page has its own nonce", async ({ request }) => {
  const nonce = async () =>
    /nonce-([^']+)/.exec((await request.get("/sign-in")).headers()["content-security-policy"] ?? "")?.[1]
  expect(await nonce()).not.toBe(await nonce())
})

test("portal pages redirect strangers to the sign-in form, and the API answers 401", async ({ request }) => {
  for (const { path, isPage } of routes()) {
    if (
      isPage &&
      !/^\/(sign-in|forgot-password|reset-password|confirm-email|invite|connect|key|docs)/.test(path)
    ) {
      const response = await request.get(path, { maxRedirects: 0 })
      expect([307, 303, 302], path).toContain(response.status())
      expect(response.headers().location, path).toContain("/sign-in")
    }
    if (path.startsWith("/api/pos/v1/") && !path.endsWith("openapi.json"))
      expect([401, 404, 405], path).toContain((await request.get(path)).status())
  }
})

test("another merchant’s order answers 404 like one that does not exist, and so does every other record", async ({
  page,
}) => {
  const [mine, theirs] = await Promise.all([makeMerchant(), makeMerchant()])
  const idOf = async ({ apiKey }: typeof mine) => {
    await callApi(apiKey, "PUT", "/locations", { locations: [{ id: "bastille", name: "Bastille" }] })
    return (await callApi(apiKey, "POST", "/orders", paidOrder("bastille"))).body.id
  }
  const [own, other] = await Promise.all([mine, theirs].map(idOf))
  await signIn(page, mine)
  expect((await page.goto(portal(mine, `/orders/${own}`)))!.status()).toBe(200)
  const nobody = "0198c0de-0000-7000-8000-000000000000"
  const missing: [PortalPath, string][] = [
    [`/orders/${other}`, "Cette commande n’existe pas"],
    [`/orders/${nobody}`, "Cette commande n’existe pas"],
    ["/orders/none", "Cette commande n’existe pas"],
    [`/incidents/${nobody}`, "Cet incident n’existe pas"],
    [`/replays/${nobody}`, "Cette relance n’existe pas"],
    ["/customers/cust_nobody", "Ce client est introuvable"],
  ]
  for (const [path, heading] of missing) {
    expect((await page.goto(portal(mine, path)))!.status(), path).toBe(404)
    await expect(page.getByRole("heading", { name: heading })).toBeVisible()
  }
})

test("scripts cannot read the session cookie, and other sites cannot send it", async ({ page }) => {
  await signIn(page, await makeMerchant())
  const cookie = (await page.context().cookies()).find(({ name }) => name.includes("session-token"))
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax" })
})

test("no page breaks its own Content Security Policy", async ({ page }) => {
  const violations: string[] = []
  page.on("console", (message) => {
    if (/Content.Security.Policy/i.test(message.text())) violations.push(`${page.url()}: ${message.text()}`)
  })
  const merchant = await makeMerchant()
  await signIn(page, merchant)
  for (const path of [
    "/",
    "/orders",
    "/locations",
    "/settings/connection",
    "/settings/api-keys",
    "/settings/team",
    "/settings/audit",
  ] as const) {
    await page.goto(portal(merchant, path))
    await page.waitForLoadState("networkidle")
  }
  expect(violations).toEqual([])
})

test("a server action from another site changes nothing", async ({ page }) => {
  const merchant = await makeMerchant()
  await signIn(page, merchant)
  const response = await page.request.post(portal(merchant, "/locations"), {
    headers: { Origin: "https://evil.example", "Next-Action": "0".repeat(42), "Content-Type": "text/plain" },
    data: "[]",
  })
  expect(response.status()).toBeGreaterThanOrEqual(400)
})

test("the metrics require their token", async ({ request }) => {
  expect((await request.get("/metrics")).status()).toBe(401)
  const response = await request.get("/metrics", {
    headers: { Authorization: "Bearer only-for-tests-metrics" },
  })
  expect(response.status()).toBe(200)
  expect(await response.text()).toContain("comptoir_deliveries")
})

test("a wrong password and an unknown account read the same", async ({ page }) => {
  const merchant = await makeMerchant()
  const sentences: (string | null)[] = []
  for (const email of [merchant.email, "nobody@e2e.test"]) {
    await page.goto("/sign-in")
    await page.getByLabel("Adresse e-mail").fill(email)
    await page.getByLabel("Mot de passe", { exact: true }).fill("not the password")
    await page.getByRole("button", { name: "Se connecter" }).click()
    const alert = page.getByText("ne vont pas ensemble")
    await expect(alert).toBeVisible()
    sentences.push(await alert.textContent())
  }
  expect(sentences[0]).toBe(sentences[1])
})

test("the health of the process and of its database is available", async ({ request }) => {
  expect(await (await request.get("/api/health")).json()).toEqual({ status: "ok" })
  expect(await (await request.get("/api/ready")).json()).toEqual({ status: "ready" })
})

test("a revoked key stops working within five seconds", async ({ page }) => {
  const merchant = await makeMerchant()
  const put = () => callApi(merchant.apiKey, "PUT", "/locations", { locations: [{ id: "a", name: "A" }] })
  expect((await put()).status).toBe(200)
  await signIn(page, merchant)
  await page.goto(portal(merchant, "/settings/api-keys"))
  await page
    .getByRole("button", { name: /Révoquer/ })
    .first()
    .click()
  await page
    .getByRole("dialog")
    .or(page.getByRole("alertdialog"))
    .getByRole("button", { name: /Révoquer/ })
    .click()
  await expect.poll(async () => (await put()).status, { timeout: 5_000 }).toBe(401)
})

/** Sends a raw address or verb, which HTTP clients would refuse to send. */
async function raw(verb: string, path: string): Promise<{ status: number; head: string }> {
  const { hostname, port } = new URL(test.info().project.use.baseURL!)
  const socket = connect(Number(port), hostname)
  socket.write(`${verb} ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: close\r\n\r\n`)
  let answer = ""
  for await (const chunk of socket) answer += chunk
  const head = answer.split("\r\n\r\n", 1)[0]!.toLowerCase()
  return { status: Number(answer.split(" ", 2)[1]), head }
}

test("every address and every verb of the checkout API answers problem+json, never a 500", async () => {
  const calls = [
    ["POST", "/api/pos/v1/orders/50%/payment"],
    ["GET", "/api/pos/v1/orders/%E0%A4%A"],
    ["GET", "/api/pos/v1/orders/N%B012"],
    ["PROPFIND", "/api/pos/v1/orders"],
    ["TRACE", "/api/pos/v1/orders"],
    ["GET", "/api/pos/v1"],
    ["GET", "/api/pos/nothing/at/all"],
  ] as const
  for (const [verb, path] of calls) {
    const { status, head } = await raw(verb, path)
    expect([404, 405], `${verb} ${path}`).toContain(status)
    expect(head, `${verb} ${path}`).toContain("application/problem+json")
    expect(head, `${verb} ${path}`).toContain("x-request-id")
  }
  for (const [verb, path] of [
    ["GET", "/orders/50%"],
    ["GET", "/orders/%E0%A4%A"],
    ["PROPFIND", "/orders"],
    ["TRACE", "/orders"],
  ] as const)
    expect([verb, path, (await raw(verb, path)).status]).toEqual([verb, path, 404])
})
