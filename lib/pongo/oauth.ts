import { env } from "@/lib/env"
import { readAnswer } from "./answer"
import { readOutsideJson } from "./outside"
import { createSender } from "./send"
import { authorizationPath, readToken, readTokenClaims, tokenCall } from "./wire/calls"
import { withinYears } from "./wire/fields"

/** Where Pongo sends the merchant back to. Fixed, because Pongo must allow the address beforehand. */
export const pongoRedirectUri = () => `${env.APP_URL}/api/pongo/oauth/callback`

export type AuthorizationRequest = {
  /** Returned unchanged in the callback. Ties it to the session that started the flow. */
  state: string
  redirectUri: string
  scopes: readonly string[]
  locale?: string
}

/** Where to send the merchant's browser to authorise the connection. */
export function authorizationUrl(request: AuthorizationRequest): string {
  const { clientId } = requireCredentials()
  return `${env.PONGO_API_URL.replace(/\/+$/, "")}${authorizationPath({ clientId, ...request })}`
}

export type PongoToken = {
  accessToken: string
  /** null when neither the answer nor the token gives it. There is no refresh: reconnect before it. */
  expiresAt: Date | null
  /** null when neither the answer nor the token gives them. */
  scopes: string[] | null
}

/**
 * Exchanges a callback's code for an access token. Pongo's grant is `client_credentials` with a code.
 * @throws PongoError; its exchange contains no code, secret or token
 */
export async function exchangeCode(
  code: string,
  options: { baseUrl?: string; timeoutMs?: number } = {},
): Promise<PongoToken> {
  const sender = createSender({
    baseUrl: options.baseUrl ?? env.PONGO_API_URL,
    timeoutMs: options.timeoutMs ?? env.PONGO_TIMEOUT_MS,
    connections: 1,
  })
  try {
    const answer = await sender.send(tokenCall({ code, ...requireCredentials() }), null)
    const told = readAnswer(answer, readToken)
    const described = describeToken(told.accessToken)
    return {
      accessToken: told.accessToken,
      expiresAt:
        told.expiresInSeconds === null
          ? described.expiresAt
          : withinYears(new Date(Date.now() + told.expiresInSeconds * 1000)),
      scopes: told.scopes ?? described.scopes,
    }
  } finally {
    await sender.close()
  }
}

/** The claims of a token, if it is a JWT. Not verified: Pongo verifies it in `me`. */
export function describeToken(accessToken: string): Pick<PongoToken, "expiresAt" | "scopes"> {
  const { expiresAtSeconds, scopes } = readTokenClaims(jwtPayload(accessToken))
  return {
    expiresAt: expiresAtSeconds === null ? null : withinYears(new Date(expiresAtSeconds * 1000)),
    scopes,
  }
}

function jwtPayload(token: string): unknown {
  const payload = readOutsideJson(Buffer.from(token.split(".")[1] ?? "", "base64url").toString())
  return payload.ok ? payload.value : null
}

function requireCredentials() {
  const { PONGO_CLIENT_ID: clientId, PONGO_CLIENT_SECRET: clientSecret } = env
  if (!clientId || !clientSecret) throw new Error("PONGO_CLIENT_ID and PONGO_CLIENT_SECRET are not set")
  return { clientId, clientSecret }
}
