import { timingSafeEqual } from "node:crypto"
import { type ConsentRequest, consentPage, consentProblemPage } from "../board/consent-page"
import { languageOf } from "../board/words"
import { type Answer, ApiError, type Call, type Route } from "../server/http"
import { newId } from "../state/ids"
import { isoNow, type World } from "../state/world"
import { guarded, isScope, issueToken, TOKEN_LIFETIME_SECONDS } from "./tokens"
import { FieldErrors, FieldReader } from "./validation"

const CODE_LIFETIME_MS = 10 * 60 * 1000

export const oauthRoutes: Route[] = [
  { method: "GET", path: "/v1/oauth/form", handle: showForm },
  { method: "POST", path: "/v1/oauth/form", handle: decide },
  { method: "POST", path: "/v1/oauth/token", handle: exchange },
  guarded("GET", "/v1/oauth/me", null, (world, call) => {
    const { tables } = world.state
    const account = tables.accounts.rows().find((row) => row.id === call.token.account_id)
    const merchant = tables.merchants.get(call.merchantId)
    if (!account || !merchant) throw new ApiError(401, "Unauthenticated.")
    return { status: 200, body: { data: { id: account.id, email: account.email, merchant } } }
  }),
]

function showForm(world: World, call: Call): Answer {
  const language = languageOf(call)
  const request = readRequest(world, call.query)
  if (typeof request === "string") return consentProblemPage(language, request)
  const badScope = request.scopes.find((scope) => !isScope(scope))
  if (badScope !== undefined || request.scopes.length === 0) return back(request, { error: "invalid_scope" })
  return consentPage(language, request, world.state.tables.accounts.rows(), world.state.merchants)
}

function decide(world: World, call: Call): Answer {
  const language = languageOf(call)
  const form = call.form()
  const request = readRequest(world, form)
  if (typeof request === "string") return consentProblemPage(language, request)
  if (form.get("decision") !== "authorize") return back(request, { error: "access_denied" })
  if (request.scopes.length === 0 || !request.scopes.every(isScope)) {
    return back(request, { error: "invalid_scope" })
  }

  const { accounts, codes } = world.state.tables
  const account = accounts.get(form.get("email") ?? "")
  if (!account)
    return consentPage(language, request, accounts.rows(), world.state.merchants, "unknownAccount")

  const code = codes.put({
    code: newId("code", 32),
    client_id: request.clientId,
    account_id: account.id,
    merchant_id: account.merchant_id,
    redirect_uri: request.redirectUri,
    scopes: request.scopes,
    expires_at: new Date(world.now() + CODE_LIFETIME_MS).toISOString(),
    used_at: null,
  })
  return back(request, { code: code.code })
}

type Problem = "unknownClient" | "redirectNotAllowed"

/** The consent request, or the reason why its `redirect_uri` cannot be trusted. */
function readRequest(world: World, from: URLSearchParams): ConsentRequest | Problem {
  const clientId = from.get("client_id") ?? ""
  const redirectUri = from.get("redirect_uri") ?? ""
  if (clientId !== world.settings.clientId) return "unknownClient"
  if (!isAllowedRedirect(redirectUri, world.settings.redirectUris)) return "redirectNotAllowed"
  const scopes = (from.get("scope") ?? "").split(",").map((scope) => scope.trim())
  return { clientId, redirectUri, state: from.get("state"), scopes: [...new Set(scopes.filter(Boolean))] }
}

function isAllowedRedirect(uri: string, whitelist: readonly string[]): boolean {
  if (!URL.canParse(uri) || !/^https?:$/.test(new URL(uri).protocol)) return false
  return whitelist.length === 0 || whitelist.includes(uri)
}

function back(request: ConsentRequest, result: { code: string } | { error: string }): Answer {
  const target = new URL(request.redirectUri)
  for (const [name, value] of Object.entries(result)) target.searchParams.set(name, value)
  if (request.state !== null) target.searchParams.set("state", request.state)
  // 303 turns the browser's POST into a GET of the callback.
  return { status: 303, html: "", headers: { location: target.href, "referrer-policy": "no-referrer" } }
}

function exchange(world: World, call: Call): Answer {
  const body = call.isForm() ? Object.fromEntries(call.form()) : call.json()
  const errors = new FieldErrors()
  const fields = new FieldReader(body, errors)
  const grantType = fields.string("grant_type", { required: true })
  const clientId = fields.string("client_id", { required: true }) ?? ""
  const clientSecret = fields.string("client_secret", { required: true }) ?? ""
  const code = fields.string("code", { required: true }) ?? ""
  errors.throwIfAny()

  if (grantType !== "client_credentials") {
    return refuse(400, "unsupported_grant_type", "The grant type must be client_credentials.")
  }
  const { settings, state } = world
  if (!isSame(clientId, settings.clientId) || !isSame(clientSecret, settings.clientSecret)) {
    return refuse(401, "invalid_client", "Client authentication failed.")
  }
  const grant = state.tables.codes.get(code)
  if (
    !grant ||
    grant.client_id !== clientId ||
    grant.used_at ||
    Date.parse(grant.expires_at) <= world.now()
  ) {
    return refuse(400, "invalid_grant", "The code is unknown, expired or already used.")
  }

  grant.used_at = isoNow(world)
  const token = issueToken(world, {
    clientId,
    accountId: grant.account_id,
    merchantId: grant.merchant_id,
    scopes: grant.scopes,
  })
  return {
    status: 200,
    body: { access_token: token.token, token_type: "Bearer", expires_in: TOKEN_LIFETIME_SECONDS },
    headers: { "cache-control": "no-store" },
  }
}

function refuse(status: number, error: string, message: string): Answer {
  return { status, body: { error, message } }
}

function isSame(given: string, expected: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(expected)
  return a.length === b.length && timingSafeEqual(a, b)
}
