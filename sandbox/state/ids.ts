import { createHash, randomInt, randomUUID } from "node:crypto"

/** A new id in Pongo's format: `cust_` and 10 hexadecimal digits, or more where a collision would hurt. */
export function newId(prefix: string, digits = 10): string {
  return `${prefix}_${randomUUID().replaceAll("-", "").slice(0, digits)}`
}

/** The id of a seeded row, the same on every start. */
export function seededId(prefix: string, name: string): string {
  return `${prefix}_${createHash("sha256").update(name).digest("hex").slice(0, 10)}`
}

// Without 0/O and 1/I, because a cashier may read it aloud.
const COUPON_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

/** A voucher code such as `PONGO-7F3K2` for which `isTaken` returns false. */
export function newCouponCode(isTaken: (code: string) => boolean): string {
  for (;;) {
    const letters = Array.from({ length: 5 }, () => COUPON_ALPHABET[randomInt(COUPON_ALPHABET.length)])
    const code = `PONGO-${letters.join("")}`
    if (!isTaken(code)) return code
  }
}
