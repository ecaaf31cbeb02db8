import { afterEach, beforeEach, expect, test } from "vitest"
import { DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET } from "../server/server"
import { LE_COMPTOIR } from "../state/seed"
import { type Bench, openBench, type Reply, TestClient } from "../testing"

const CALLBACK = "https://app.test/api/pongo/oauth/callback"
const SCOPE = "customer.read,order.create"

let bench: Bench
let visitor: TestClient
let now: number
beforeEach(async () => {
  now = Date.parse("2025-03-01T12:00:00Z")
  bench = await openBench({ redirectUris: [CALLBACK], now: () => now })
  visitor = new TestClient(bench.sandbox.url, null)
})
afterEach(() => bench.sandbox.close())

const request = (changes: Record<string, string> = {}) => ({
  client_id: DEFAULT_CLIENT_ID,
  redirect_uri: CALLBACK,
  state: "st&te",
  scope: SCOPE,
  ...changes,
})

const form = (changes?: Record<string, string>, lang?: string) =>
  visitor.send("GET", `/v1/oauth/form?${new URLSearchParams(request(changes))}`, undefined, {
    "accept-language": lang ?? "fr-FR",
  })

const decide = (decision: string, changes: Record<string, string> = {}) =>
  visitor.send(
    "POST",
    "/v1/oauth/form",
    new URLSearchParams({ ...request(), email: "patron@lecomptoir.test", decision, ...changes }).toString(),
    { "content-type": "application/x-www-form-urlencoded" },
  )

const callbackOf = (reply: Reply) => new URL(reply.headers.get("location") ?? "")

const exchange = (code: string | null, changes: Record<string, unknown> = {}) =>
  visitor.post("/v1/oauth/token", {
    grant_type: "client_credentials",
    code,
    client_id: DEFAULT_CLIENT_ID,
    client_secret: DEFAULT_CLIENT_SECRET,
    ...changes,
  })

test("the consent page names the accounts, the scopes in words and both answers, in French and in English", async () => {
  const french = await form()
  expect(french.status).toBe(200)
  expect(french.headers.get("content-type")).toContain("text/html")
  for (const words of [
    "Autoriser",
    "Refuser",
    "patron@lecomptoir.test",
    "Chez Rosalie",
    "Consulter les clients",
  ]) {
    expect(french.text).toContain(words)
  }
  expect(french.text).not.toContain("<script")
  const english = await form({}, "en-GB,en;q=0.9,fr;q=0.5")
  for (const words of ["Authorise", "Refuse", "Create orders"]) expect(english.text).toContain(words)
})

test("an unknown client or a redirect_uri off the whitelist gets an error page and is never redirected", async () => {
  const mistakes: Record<string, string>[] = [
    { client_id: "stranger" },
    { redirect_uri: "https://evil.test/callback" },
    { redirect_uri: `${CALLBACK}/more` },
    { redirect_uri: "javascript:alert(1)" },
  ]
  for (const wrong of mistakes) {
    for (const reply of [await form(wrong), await decide("authorize", wrong)]) {
      expect(reply.status).toBe(400)
      expect(reply.headers.get("location")).toBeNull()
      expect(reply.headers.get("content-type")).toContain("text/html")
    }
  }
})

test("request parameters shown on the page are escaped", async () => {
  const reply = await form({ state: '"><script>alert(1)</script>' })
  expect(reply.text).not.toContain("<script>alert")
})

test("a refusal redirects with access_denied, an unknown scope with invalid_scope, both with the state", async () => {
  const refused = callbackOf(await decide("refuse"))
  expect(refused.origin + refused.pathname).toBe(CALLBACK)
  expect(Object.fromEntries(refused.searchParams)).toEqual({ error: "access_denied", state: "st&te" })
  const badScope = callbackOf(await form({ scope: "order.create,everything" }))
  expect(badScope.searchParams.get("error")).toBe("invalid_scope")
})

test("an unknown account gets the form again, and no code", async () => {
  const reply = await decide("authorize", { email: "nobody@example.test" })
  expect(reply.status).toBe(200)
  expect(reply.text).toContain("Aucun compte")
})

test("consent gives a code, the code a token with exp, and the token names its merchant and scopes", async () => {
  const back = await decide("authorize")
  expect(back.status).toBe(303)
  expect(callbackOf(back).searchParams.get("state")).toBe("st&te")
  const answer = await exchange(callbackOf(back).searchParams.get("code"))
  expect(answer.json).toMatchObject({ token_type: "Bearer", expires_in: 31_536_000 })

  const [, claims = ""] = answer.json.access_token.split(".")
  const { exp, scopes } = JSON.parse(Buffer.from(claims, "base64url").toString())
  expect(exp).toBe(now / 1000 + 31_536_000)
  expect(scopes).toEqual(["customer.read", "order.create"])

  const holder = new TestClient(bench.sandbox.url, answer.json.access_token)
  expect((await holder.get("/v1/oauth/me")).json.data).toMatchObject({
    email: "patron@lecomptoir.test",
    merchant: { id: LE_COMPTOIR, name: "Le Comptoir" },
  })
  expect((await holder.get("/v1/rewards")).status).toBe(403)
  now += 31_536_000_000
  expect((await holder.get("/v1/oauth/me")).status).toBe(401)
})

test("a code works once", async () => {
  const code = callbackOf(await decide("authorize")).searchParams.get("code")
  expect((await exchange(code)).status).toBe(200)
  const again = await exchange(code)
  expect([again.status, again.json.error]).toEqual([400, "invalid_grant"])
})

test("a code expires after ten minutes", async () => {
  const code = callbackOf(await decide("authorize")).searchParams.get("code")
  now += 10 * 60 * 1000
  expect((await exchange(code)).json.error).toBe("invalid_grant")
})

test("the exchange requires client_credentials and the client's own secret, and a refusal leaves the code usable", async () => {
  const code = callbackOf(await decide("authorize")).searchParams.get("code")
  const wrongGrant = await exchange(code, { grant_type: "authorization_code" })
  expect([wrongGrant.status, wrongGrant.json.error]).toEqual([400, "unsupported_grant_type"])
  const wrongSecret = await exchange(code, { client_secret: "guess" })
  expect([wrongSecret.status, wrongSecret.json.error]).toEqual([401, "invalid_client"])
  expect((await exchange(null)).status).toBe(422)
  expect((await exchange(code)).status).toBe(200)
})
