import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible"
import { sql } from "@/db/index"
import { sha256 } from "@/lib/crypto"
import { env } from "@/lib/env"
import { AppError } from "@/lib/errors"

/** Adapter: rate-limiter-flexible expects node-postgres, and postgres.js returns the same result shape through this. */
const storeClient = {
  query: async ({ text, values }: { text: string; values?: unknown[] }) => {
    const rows = await sql.unsafe(text, values as never[])
    return { rows: [...rows], rowCount: rows.count }
  },
}

const limiter = (name: string, points: number, durationSeconds: number) =>
  new RateLimiterPostgres({
    storeClient,
    tableName: "rate_limits",
    storeType: "pool",
    tableCreated: true,
    keyPrefix: name,
    points,
    duration: durationSeconds,
    clearExpiredByTimeout: false,
  })

const QUARTER_HOUR = 15 * 60
/** Limits per account and address, per account, and per address. */
const perAccountAndAddress = limiter("sign-in-pair", env.SIGN_IN_ATTEMPTS_PER_15_MINUTES, QUARTER_HOUR)
const perAccount = limiter("sign-in-account", env.SIGN_IN_ATTEMPTS_PER_15_MINUTES * 5, QUARTER_HOUR)
const perAddress = limiter("sign-in-address", env.SIGN_IN_ATTEMPTS_PER_15_MINUTES * 20, QUARTER_HOUR)

/** Keys are digests: the table contains neither e-mails nor addresses. */
const pair = (email: string, address: string) => sha256(`${email.toLowerCase()} ${address}`)

/**
 * Counts one sign-in attempt, before any hashing. Shared across processes (PostgreSQL).
 * @throws AppError `too_many_attempts` with `retryAfterSeconds`
 */
export async function countSignInAttempt(email: string, address: string): Promise<void> {
  await refusing(async () => {
    // Count the account last, so that an address already refused cannot lock the owner out elsewhere.
    await perAddress.consume(sha256(address))
    await perAccountAndAddress.consume(pair(email, address))
    await perAccount.consume(sha256(email.toLowerCase()))
  })
}

async function refusing(count: () => Promise<void>): Promise<void> {
  try {
    await count()
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    throw new AppError("too_many_attempts", "too many attempts", {
      retryAfterSeconds: Math.ceil(refusal.msBeforeNext / 1000),
      params: { minutes: Math.ceil(refusal.msBeforeNext / 60_000) },
    })
  }
}

const resetsPerAddress = limiter("reset-address", 20, QUARTER_HOUR)
const resetsPerAccount = limiter("reset-account", 3, QUARTER_HOUR)

/**
 * Counts one password-reset request, whether or not the account exists.
 * @throws AppError `too_many_attempts`
 */
export const countResetRequest = (email: string, address: string): Promise<void> =>
  refusing(async () => {
    await resetsPerAddress.consume(sha256(address))
    await resetsPerAccount.consume(sha256(email.toLowerCase()))
  })

const linksPerAddress = limiter("link-address", 20, QUARTER_HOUR)

/**
 * Counts one use of a one-time link, valid or not.
 * @throws AppError `too_many_attempts`
 */
export const countLinkAttempt = (address: string): Promise<void> =>
  refusing(async () => void (await linksPerAddress.consume(sha256(address))))

/** After a successful sign-in, earlier typing errors no longer count. */
export async function forgetSignInAttempts(email: string, address: string): Promise<void> {
  await Promise.all([
    perAccountAndAddress.delete(pair(email, address)),
    perAccount.delete(sha256(email.toLowerCase())),
  ])
}
