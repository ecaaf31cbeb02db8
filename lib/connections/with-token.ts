import type { Ctx } from "@/lib/auth/ctx"
import type { PongoClient } from "@/lib/pongo/client"
import { pongo } from "@/lib/pongo/default-client"
import { PongoError } from "@/lib/pongo/error"
import { requireToken } from "./queries"
import { isTokenRefused, markRevoked } from "./revoke"

/**
 * Calls Pongo with the merchant's token, for a job or for a person who pressed a button. A 401 that `GET /oauth/me`
 * confirms revokes the connection.
 * @throws AppError `not_connected`; PongoError as Pongo answered, and `server_error` for a 401 that `/oauth/me` denies
 */
export async function withToken<T>(
  ctx: Ctx,
  run: (client: PongoClient, token: string) => Promise<T>,
): Promise<T> {
  const { token, version } = await requireToken(ctx)
  try {
    return await run(pongo(), token)
  } catch (error) {
    if (!(error instanceof PongoError) || error.kind !== "unauthorized") throw error
    if (await isTokenRefused(token)) {
      await markRevoked(ctx, version, error.message)
      throw error
    }
    throw new PongoError("server_error", error.message, { exchange: error.exchange, cause: error })
  }
}
