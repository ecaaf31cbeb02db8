import { expect, onTestFinished, test, vi } from "vitest"
import { env } from "@/lib/env"
import { PongoError } from "./error"
import { authorizationUrl, describeToken, exchangeCode, pongoRedirectUri } from "./oauth"
import { json, startServer } from "./testing/server"
import { PONGO_SCOPES } from "./wire/calls"

function jwt(payload: Record<string, unknown>) {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url")
  return `${part({ alg: "none" })}.${part(payload)}.x`
}

function withCredentials() {
  const before = { id: env.PONGO_CLIENT_ID, secret: env.PONGO_CLIENT_SECRET }
  Object.assign(env, { PONGO_CLIENT_ID: "client-1", PONGO_CLIENT_SECRET: "s3cret-of-the-client" })
  onTestFinished(() => {
    Object.assign(env, { PONGO_CLIENT_ID: before.id, PONGO_CLIENT_SECRET: before.secret })
  })
}

test("the browser is sent to Pongo's form with comma-separated scopes", () => {
  withCredentials()
  const url = new URL(
    authorizationUrl({ state: "a b&c", redirectUri: pongoRedirectUri(), scopes: PONGO_SCOPES }),
  )
  expect(url.href.startsWith(`${env.PONGO_API_URL}/v1/oauth/form?client_id=client-1&`)).toBe(true)
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_id: "client-1",
    state: "a b&c",
    redirect_uri: `${env.APP_URL}/api/pongo/oauth/callback`,
    scope: PONGO_SCOPES.join(","),
  })
})

test("a code is exchanged for a token with the grant that Pongo documents", async () => {
  withCredentials()
  vi.useFakeTimers({ now: new Date("2026-11-22T12:00:00Z"), toFake: ["Date"] })
  onTestFinished(() => {
    vi.useRealTimers()
  })
  const accessToken = jwt({ exp: 1, scopes: ["order.create"] })
  const { url, seen } = await startServer((_request, response) =>
    json(response, 200, { access_token: accessToken, token_type: "Bearer", expires_in: 31_536_000 }),
  )
  expect(await exchangeCode("code-1", { baseUrl: url })).toEqual({
    accessToken,
    expiresAt: new Date("2027-11-22T12:00:00Z"),
    scopes: ["order.create"],
  })
  expect(seen[0]).toMatchObject({
    method: "POST",
    url: "/v1/oauth/token",
    body: {
      grant_type: "client_credentials",
      code: "code-1",
      client_id: "client-1",
      client_secret: "s3cret-of-the-client",
    },
  })
  expect(seen[0]?.headers.authorization).toBeUndefined()
})

test("without expires_in the token's own expiry counts, and an opaque token has none", async () => {
  withCredentials()
  const accessToken = jwt({ exp: 1_800_000_000, scope: "order.create reward.read" })
  expect(describeToken(accessToken)).toEqual({
    expiresAt: new Date(1_800_000_000_000),
    scopes: ["order.create", "reward.read"],
  })
  for (const opaque of ["", "abc", "a.b.c", jwt({})])
    expect(describeToken(opaque)).toEqual({ expiresAt: null, scopes: null })
  const { url } = await startServer((_request, response) =>
    json(response, 200, { data: { access_token: accessToken, scope: "order.create,order.read" } }),
  )
  expect(await exchangeCode("code-1", { baseUrl: url })).toEqual({
    accessToken,
    expiresAt: new Date(1_800_000_000_000),
    scopes: ["order.create", "order.read"],
  })
})

test("a refused code reports Pongo's message and none of our secrets", async () => {
  withCredentials()
  const { url } = await startServer((request, response) =>
    json(response, 400, { error: "invalid_grant", error_description: "Code expired", sent: request.body }),
  )
  const error = await exchangeCode("authorization-code", { baseUrl: url }).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(PongoError)
  expect(error).toMatchObject({ kind: "invalid", message: "Code expired" })
  expect(JSON.stringify((error as PongoError).exchange)).not.toMatch(/authorization-code|s3cret/)
})

test("an unreadable answer that contains a token does not leak it", async () => {
  withCredentials()
  const { url } = await startServer((_request, response) =>
    response.writeHead(200).end('{"access_token": "leaked-token", "expires'),
  )
  const error = await exchangeCode("code-1", { baseUrl: url }).catch((caught: unknown) => caught)
  expect(error).toMatchObject({ kind: "unreadable" })
  expect(JSON.stringify((error as PongoError).exchange)).not.toContain("leaked")
})
