import { createHmac, randomBytes } from "node:crypto"
import { type Answer, ApiError, type Call, type MerchantCall, type Route } from "../server/http"
import { newId } from "../state/ids"
import type { AccessToken } from "../state/state"
import { isoNow, type World } from "../state/world"

export const SCOPES = [
  "customer.create",
  "customer.read",
  "customer.update",
  "reward.create",
  "reward.read",
  "reward.update",
  "order.create",
  "order.read",
  "order.update",
  "contest-game.create",
  "contest-game.read",
  "contest-game.update",
  "checkin.create",
] as const

export type Scope = (typeof SCOPES)[number]

export const TOKEN_LIFETIME_SECONDS = 31_536_000

export function isScope(text: string): text is Scope {
  return (SCOPES as readonly string[]).includes(text)
}

// Nothing verifies the signature: a token is valid if the state has it.
const signingKey = randomBytes(32)

type Grant = { clientId: string; accountId: string; merchantId: string; scopes: readonly string[] }

/** Issues an access token in the form of a JWT with `exp`. */
export function issueToken(world: World, grant: Grant): AccessToken {
  const issuedAt = Math.floor(world.now() / 1000)
  const expiresAt = issuedAt + TOKEN_LIFETIME_SECONDS
  const claims = {
    aud: grant.clientId,
    jti: newId("jti", 20),
    iat: issuedAt,
    nbf: issuedAt,
    exp: expiresAt,
    sub: grant.accountId,
    scopes: grant.scopes,
  }
  const signed = `${base64url({ typ: "JWT", alg: "HS256" })}.${base64url(claims)}`
  const signature = createHmac("sha256", signingKey).update(signed).digest("base64url")
  return world.state.tables.tokens.put({
    token: `${signed}.${signature}`,
    client_id: grant.clientId,
    account_id: grant.accountId,
    merchant_id: grant.merchantId,
    scopes: [...grant.scopes],
    created_at: isoNow(world),
    expires_at: new Date(expiresAt * 1000).toISOString(),
    revoked_at: null,
  })
}

/** Issues a token to the merchant's first account, as Pongo's staff would. */
export function issueTokenByHand(
  world: World,
  merchantId: string,
  scopes: readonly string[] = SCOPES,
): AccessToken {
  const account = world.state.tables.accounts.rows().find((row) => row.merchant_id === merchantId)
  if (!account) throw new ApiError(404, `No merchant ${merchantId}.`)
  return issueToken(world, { clientId: world.settings.clientId, accountId: account.id, merchantId, scopes })
}

/** Revokes one token, or all of a merchant's. Returns how many were live. */
export function revokeTokens(world: World, which: { token?: string; merchantId?: string }): number {
  let revoked = 0
  for (const token of world.state.tables.tokens.values()) {
    const isMeant = token.token === which.token || token.merchant_id === which.merchantId
    if (!isMeant || token.revoked_at) continue
    token.revoked_at = isoNow(world)
    revoked += 1
  }
  return revoked
}

/** A route that requires a live token with the scope (`null`: any live token). */
export function guarded(
  method: string,
  path: string,
  scope: Scope | null,
  handle: (world: World, call: MerchantCall) => Answer,
): Route {
  return {
    method,
    path,
    handle(world, call) {
      const token = authenticate(world, call)
      if (scope && !token.scopes.includes(scope)) {
        throw new ApiError(403, `This action is unauthorized: missing scope: ${scope}`)
      }
      return handle(world, Object.assign(call, { token, merchantId: token.merchant_id }))
    },
  }
}

function authenticate(world: World, call: Call): AccessToken {
  const header = call.headers.authorization ?? ""
  const token = header.startsWith("Bearer ")
    ? world.state.tables.tokens.get(header.slice(7).trim())
    : undefined
  if (!token || token.revoked_at || Date.parse(token.expires_at) <= world.now()) {
    throw new ApiError(401, "Unauthenticated.", undefined, { "www-authenticate": "Bearer" })
  }
  // Set before the scope check, so that the log names the merchant of a refused call too.
  call.merchantId = token.merchant_id
  return token
}

function base64url(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url")
}
