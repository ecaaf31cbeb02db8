import { createHmac, timingSafeEqual } from "node:crypto"

const TOLERANCE_SECONDS = 5 * 60
/** A larger timestamp can only be in milliseconds. */
const LATEST_SECONDS = 100_000_000_000

export type SignatureVerdict = "ok" | "missing" | "malformed" | "mismatch" | "too_old"

export type SignedCall = {
  /** `Pongo-Signature: t={timestamp},v1={hmac}`; may contain several `v1`. */
  header: string | null | undefined
  /** As received: a parsed and serialised body has a different signature. */
  rawBody: Buffer | string
  secret: string
  now?: Date
}

/**
 * Verifies a call from Pongo: HMAC-SHA-256 in hex over the raw body followed by the timestamp, which may differ by at
 * most five minutes either way (`too_old`). Compares in constant time.
 */
export function verifyPongoSignature({
  header,
  rawBody,
  secret,
  now = new Date(),
}: SignedCall): SignatureVerdict {
  if (!header) return "missing"
  const parts = header.split(",").map((part) => part.trim())
  const timestamp = timestampOf(parts)
  const candidates = valuesOf(parts, "v1=").filter((value) => /^[0-9a-f]{64}$/i.test(value))
  if (timestamp === undefined || candidates.length === 0) return "malformed"

  const expected = createHmac("sha256", secret).update(rawBody).update(timestamp).digest()
  const isGenuine = candidates
    .map((candidate) => timingSafeEqual(expected, Buffer.from(candidate, "hex")))
    .includes(true)
  if (!isGenuine) return "mismatch"

  const offBySeconds = Math.abs(now.getTime() - millisecondsOf(timestamp)) / 1000
  return offBySeconds <= TOLERANCE_SECONDS ? "ok" : "too_old"
}

/** When a call with this header was signed. Only meaningful after `verifyPongoSignature` returned `ok`. */
export function signedAt(header: string): Date {
  const parts = header.split(",").map((part) => part.trim())
  return new Date(millisecondsOf(timestampOf(parts) ?? "0"))
}

const timestampOf = (parts: string[]) => valuesOf(parts, "t=").find((value) => /^\d{1,13}$/.test(value))

const millisecondsOf = (timestamp: string) =>
  Number(timestamp) > LATEST_SECONDS ? Number(timestamp) : Number(timestamp) * 1000

const valuesOf = (parts: string[], name: string) =>
  parts.filter((part) => part.startsWith(name)).map((part) => part.slice(name.length))
