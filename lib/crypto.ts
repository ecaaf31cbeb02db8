import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto"
import { env } from "@/lib/env"

const ALGORITHM = "aes-256-gcm"
const IV_BYTES = 12
const TAG_BYTES = 16
const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

export type EncryptionKey = {
  kid: string
  /** 32 bytes in base64. */
  key: string
}

export type Keyring = {
  /** AES-256-GCM with the first key, as `kid.iv.tag.ciphertext` in base64url. */
  seal(plaintext: string, context: string): string
  /** @throws if the key is no longer listed, the context differs or anything was changed. */
  open(sealed: string, context: string): string
  /** A keyed fingerprint for exact search, 43 characters. Equal values give equal fingerprints within a context. */
  blindIndex(value: string, context: string): string
}

/**
 * Encryption with rotating keys. The first key encrypts; all keys decrypt. The LAST one also derives the blind indexes,
 * so it must stay listed for ever: add new keys at the front.
 */
export function createKeyring(keys: readonly EncryptionKey[]): Keyring {
  const first = keys[0]
  const last = keys.at(-1)
  if (!first || !last) throw new Error("ENCRYPTION_KEYS is empty")
  const bytes = new Map(keys.map(({ kid, key }) => [kid, Buffer.from(key, "base64")] as const))
  const indexKeys = new Map<string, Buffer>()

  return {
    seal(plaintext, context) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv(ALGORITHM, bytes.get(first.kid)!, iv, { authTagLength: TAG_BYTES })
      cipher.setAAD(Buffer.from(context))
      const ciphertext = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()])
      const parts = [iv, cipher.getAuthTag(), ciphertext].map((part) => part.toString("base64url"))
      return [first.kid, ...parts].join(".")
    },

    open(sealed, context) {
      const [kid = "", ...parts] = sealed.split(".")
      if (parts.length !== 3) throw new Error("A sealed value has another form")
      const key = bytes.get(kid)
      if (!key) throw new Error(`ENCRYPTION_KEYS has no key named ${kid.slice(0, 32)}`)
      const [iv, tag, ciphertext] = parts.map((part) => Buffer.from(part, "base64url"))
      const decipher = createDecipheriv(ALGORITHM, key, iv!, { authTagLength: TAG_BYTES })
      decipher.setAAD(Buffer.from(context))
      decipher.setAuthTag(tag!)
      return Buffer.concat([decipher.update(ciphertext!), decipher.final()]).toString("utf8")
    },

    blindIndex(value, context) {
      let key = indexKeys.get(context)
      if (!key) {
        key = Buffer.from(hkdfSync("sha256", bytes.get(last.kid)!, "", `blind-index:${context}`, 32))
        indexKeys.set(context, key)
      }
      return createHmac("sha256", key).update(value).digest("base64url")
    },
  }
}

let keyring: Keyring | undefined

function configuredKeyring() {
  if (!env.ENCRYPTION_KEYS) throw new Error("ENCRYPTION_KEYS is not set. See .env.example.")
  keyring ??= createKeyring(env.ENCRYPTION_KEYS)
  return keyring
}

/** `Keyring.seal` with ENCRYPTION_KEYS. `context` names the value, for example `customer.phone`. */
export const seal = (plaintext: string, context: string) => configuredKeyring().seal(plaintext, context)

/** `Keyring.open` with ENCRYPTION_KEYS. Takes the context of the seal. */
export const open = (sealed: string, context: string) => configuredKeyring().open(sealed, context)

/**
 * `Keyring.blindIndex` with ENCRYPTION_KEYS. Put the tenant in `context`, so that equal values differ between tenants.
 */
export const blindIndex = (value: string, context: string) => configuredKeyring().blindIndex(value, context)

/** Hex. */
export const sha256 = (content: string | Uint8Array) => createHash("sha256").update(content).digest("hex")

/** `prefix` plus as many letters and digits as encode `bytes` random bytes (43 for 32). */
export function randomToken(prefix: string, bytes = 32): string {
  let rest = BigInt(`0x${randomBytes(bytes).toString("hex")}`)
  let text = ""
  for (let left = Math.ceil((bytes * 8) / Math.log2(BASE62.length)); left > 0; left--) {
    text = BASE62[Number(rest % 62n)] + text
    rest /= 62n
  }
  return prefix + text
}

/** Takes the same time wherever the texts differ, and whatever their lengths. */
export function timingSafeEqualText(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash("sha256").update(text).digest())
  return timingSafeEqual(left!, right!)
}
