import { hash, verify } from "@node-rs/argon2"
import { AppError } from "@/lib/errors"

export const PASSWORD_MIN_LENGTH = 12
/** argon2 reads the whole password, so an unlimited one could keep a core busy. */
export const PASSWORD_MAX_LENGTH = 200

/** OWASP's minimum for argon2id (the package's default algorithm): 19 MiB, 2 passes; about 40 ms here. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** A hash of an unknown password, so that an unknown account takes as long as a wrong password. */
const NOBODY =
  "$argon2id$v=19$m=19456,t=2,p=1$Y29tcHRvaXItbm9ib2R5LTE$YPqt0mPkvOX7DdHoI3CfUmLhP5bpnPZ8HfoHMEiJ4Mk"

/** One hash at a time per process: each keeps a core busy, and the process's tills need the others. */
let isHashing = false
const waiting: (() => void)[] = []
/** Under a second of hashing. Later callers are told to retry. */
export const MOST_WAITING = 20

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (waiting.length >= MOST_WAITING) throw new AppError("too_busy", undefined, { retryAfterSeconds: 2 })
  if (isHashing) await new Promise<void>((resolve) => waiting.push(resolve))
  isHashing = true
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else isHashing = false
  }
}

/**
 * argon2id in PHC format. Do every cheaper check first.
 * @throws AppError `too_busy` if {@link MOST_WAITING} others are waiting
 */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, COST))
}

/**
 * Takes the same time whether or not the account exists (`stored` null).
 * @throws AppError `too_busy`
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  if (password.length > PASSWORD_MAX_LENGTH) return false
  const matches = await inTurn(() => verify(stored ?? NOBODY, password))
  return stored !== null && matches
}
