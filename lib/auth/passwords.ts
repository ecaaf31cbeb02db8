import { hash, verify } from "@node-rs/argon2"

export const PASSWORD_MIN_LENGTH = 12
/** argon2 reads all of it, so an unlimited password is a way to keep a core busy. */
export const PASSWORD_MAX_LENGTH = 200

/** OWASP's floor for argon2id (the package's default algorithm): 19 MiB, 2 passes; about 40 ms here. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** A hash of nothing anybody knows, so that an unknown account takes as long as a wrong password. */
const NOBODY =
  "$argon2id$v=19$m=19456,t=2,p=1$Y29tcHRvaXItbm9ib2R5LTE$YPqt0mPkvOX7DdHoI3CfUmLhP5bpnPZ8HfoHMEiJ4Mk"

/** argon2id in PHC form. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, COST)
}

/** Compares in the same time whether or not the account exists (`stored` null). */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  if (password.length > PASSWORD_MAX_LENGTH) return false
  const matches = await verify(stored ?? NOBODY, password)
  return stored !== null && matches
}
