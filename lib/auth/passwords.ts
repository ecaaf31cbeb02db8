import { hash, verify } from "@node-rs/argon2"
import { AppError } from "@/lib/errors"

export const PASSWORD_MIN_LENGTH = 12
/** argon2 reads all of it, so an unlimited password is a way to keep a core busy. */
export const PASSWORD_MAX_LENGTH = 200

/** OWASP's floor for argon2id (the package's default algorithm): 19 MiB, 2 passes; about 40 ms here. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** A hash of nothing anybody knows, so that an unknown account takes as long as a wrong password. */
const NOBODY =
  "$argon2id$v=19$m=19456,t=2,p=1$Y29tcHRvaXItbm9ib2R5LTE$YPqt0mPkvOX7DdHoI3CfUmLhP5bpnPZ8HfoHMEiJ4Mk"

/** One at a time in a process: each keeps a core busy, and tills of the same process need the others. */
let isHashing = false
const waiting: (() => void)[] = []
/** Under a second of hashing. Whoever comes after is told to try again. */
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
 * argon2id in PHC form. Check everything cheaper first.
 * @throws AppError `too_busy` when {@link MOST_WAITING} others wait for their turn
 */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, COST))
}

/**
 * Compares in the same time whether or not the account exists (`stored` null).
 * @throws AppError `too_busy`
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  if (password.length > PASSWORD_MAX_LENGTH) return false
  const matches = await inTurn(() => verify(stored ?? NOBODY, password))
  return stored !== null && matches
}
