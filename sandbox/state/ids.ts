import { createHash, randomInt, randomUUID } from "node:crypto"

/** A new id in Pongo's manner: `cust_` and 10 hexadecimal digits, or more when a collision would hurt. */
export function newId(prefix: string, digits = 10): string {
  return `${prefix}_${randomUUID().replaceAll("-", "").slice(0, digits)}`
}

/** The id of a seeded row: the same on every start. */
export function seededId(prefix: string, name: string): string {
  return `${prefix}_${createHash("sha256").update(name).digest("hex").slice(0, 10)}`
}

// No 0/O, 1/I: a cashier may have to read it aloud.
const COUPON_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

/** A voucher code such as `PONGO-7F3K2` that `isTaken` does not know. */
export function newCouponCode(isTaken: (code: string) => boolean): string {
  for (;;) {
    const letters = Array.from({ length: 5 }, () => COUPON_ALPHABET[randomInt(COUPON_ALPHABET.length)])
    const code = `PONGO-${letters.join("")}`
    if (!isTaken(code)) return code
  }
}
