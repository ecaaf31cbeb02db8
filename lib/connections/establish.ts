import { eq, sql as fragment } from "drizzle-orm"
import { db, type Tx } from "@/db/index"
import { connections, customerImportPages, customerImports } from "@/db/schema"
import { recordAudit } from "@/lib/audit/mutations"
import type { Ctx } from "@/lib/auth/ctx"
import { seal } from "@/lib/crypto"
import { AppError } from "@/lib/errors"
import { sweepSoon } from "@/lib/incidents/mutations"
import { enqueueJob } from "@/lib/jobs/enqueue"
import { wakeWorkers } from "@/lib/jobs/wake"
import { pongo } from "@/lib/pongo/default-client"
import { PongoError } from "@/lib/pongo/error"
import { exchangeCode } from "@/lib/pongo/oauth"
import { PONGO_SCOPES, type PongoMerchant } from "@/lib/pongo/wire/calls"
import { leaveWebhooks } from "./leave-webhooks"
import { tokenContext } from "./queries"
import { refreshStores } from "./refresh-stores"
import type { OauthReturn } from "./schema"
import { type SpentState, settleState } from "./states"

export type Grant = {
  token: string
  via: "oauth" | "pasted"
  scopes: string[] | null
  expiresAt: Date | null
}

/**
 * Exchanges the return of Pongo's form for a token.
 * @throws AppError `oauth_denied`, `oauth_state_invalid` (no code), `oauth_exchange_failed`
 */
async function exchange(answer: OauthReturn): Promise<Grant> {
  if (answer.error) throw new AppError("oauth_denied", answer.error)
  if (!answer.code) throw new AppError("oauth_state_invalid", "no code in the return address")
  const { accessToken, scopes, expiresAt } = await exchangeCode(answer.code).catch((error) => {
    throw new AppError("oauth_exchange_failed", error.message, { cause: error })
  })
  return { token: accessToken, via: "oauth", scopes, expiresAt }
}

/**
 * Exchanges a return whose state was just spent, connects with it, and records the result on the state.
 * @throws AppError as `exchange` and `establish`
 */
export async function establishOnce(ctx: Ctx, answer: OauthReturn, state: SpentState): Promise<void> {
  try {
    await establish(ctx, await exchange(answer), state)
  } catch (error) {
    await settleState(db, state, "failed")
    throw error
  }
}

/**
 * Stores a token that Pongo granted and fetches what it gives access to: stores, rewards, webhooks, customers.
 * @param state the spent state. A state from a connection link may renew the connection but never switch it to another
 * Pongo account.
 * @throws AppError `token_refused`, `pongo_unavailable`, `pongo_account_differs` (links)
 */
export async function establish(ctx: Ctx, grant: Grant, state?: SpentState): Promise<void> {
  const link = state?.linkId
  const account = await askAccount(grant)
  const now = new Date()
  const fields = {
    state: "connected" as const,
    token: seal(grant.token, tokenContext(ctx.merchantId)),
    scopes: grant.scopes ?? [...PONGO_SCOPES],
    scopesSource: grant.scopes ? ("granted" as const) : ("requested" as const),
    via: grant.via,
    pongoMerchantId: account?.id ?? null,
    pongoMerchantName: account?.name ?? null,
    pongoAccountEmail: account?.email ?? null,
    connectedAt: now,
    expiresAt: grant.expiresAt,
    stateChangedAt: now,
    revokedBecause: null,
    lastSuccessAt: account ? now : null,
  }
  const fromTheStart = {
    ...{ startedAt: now, nextPage: 1, lastPage: null, pageDigest: null, customersRead: 0, customersGone: 0 },
    ...{ finishedAt: null, error: null },
  }
  await db.transaction(async (tx) => {
    if (link) {
      const [before] = await tx
        .select({ account: connections.pongoMerchantId })
        .from(connections)
        .where(eq(connections.merchantId, ctx.merchantId))
        .for("update")
      if (before?.account && before.account !== account?.id) throw new AppError("pongo_account_differs")
    }
    // Another Pongo account: drop the old one's events. The new account is subscribed later.
    if (account && (await belongsToAnother(tx, ctx, account.id))) await leaveWebhooks(tx, ctx.merchantId)
    await tx
      .insert(connections)
      .values({ merchantId: ctx.merchantId, ...fields })
      .onConflictDoUpdate({
        target: connections.merchantId,
        set: { ...fields, tokenVersion: fragment`${connections.tokenVersion} + 1` },
      })
    if (state) await settleState(tx, state, "connected")
    await recordAudit(tx, ctx, "connection.connected", null, {
      via: grant.via,
      account: account?.name ?? null,
      ...(link && { link }),
    })
    await tx.delete(customerImportPages).where(eq(customerImportPages.merchantId, ctx.merchantId))
    await tx
      .insert(customerImports)
      .values({ merchantId: ctx.merchantId, ...fromTheStart })
      .onConflictDoUpdate({ target: customerImports.merchantId, set: fromTheStart })
    const { merchantId } = ctx
    const enqueue = (
      job: "subscribe_webhooks" | "refresh_rewards" | "import_customers" | "refresh_stores",
      key: string,
    ) => enqueueJob(job, { merchantId }, { within: tx, key: `${key}:${merchantId}` })
    await enqueue("subscribe_webhooks", "subscribe")
    await enqueue("refresh_rewards", "rewards")
    await enqueue("import_customers", "import")
    // Safety net for the call below: the stores arrive even if this process dies now.
    await enqueue("refresh_stores", "stores")
    await sweepSoon(tx, merchantId)
  })
  await refreshStores(ctx).catch((error) => {
    if (!(error instanceof PongoError || error instanceof AppError)) throw error
  })
  wakeWorkers()
}

async function belongsToAnother(tx: Tx, ctx: Ctx, pongoMerchantId: string): Promise<boolean> {
  const [before] = await tx
    .select({ account: connections.pongoMerchantId })
    .from(connections)
    .where(eq(connections.merchantId, ctx.merchantId))
    .for("update")
  return before !== undefined && before.account !== pongoMerchantId
}

/** The account that owns the token. Asks again before calling it refused. Null: Pongo granted it and says no more. */
async function askAccount(grant: Grant): Promise<PongoMerchant | null> {
  for (let ask = 1; ; ask++) {
    try {
      return (await pongo().me(grant.token)).value
    } catch (error) {
      if (!(error instanceof PongoError)) throw error
      const isRefusal = error.kind === "unauthorized" || error.kind === "forbidden"
      if (isRefusal && ask === 1) continue
      if (isRefusal) throw new AppError("token_refused", error.message, { cause: error })
      // After an exchange the token is good whatever `me` answers. A pasted token has no other proof.
      if (grant.via === "pasted") throw new AppError("pongo_unavailable", error.message, { cause: error })
      return null
    }
  }
}
