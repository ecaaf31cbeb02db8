import { cutText } from "@/lib/text"

const MAX_LENGTH = 4_000
const INVISIBLE = /\p{Cf}/gu
/** Any letters may precede it: some scanners prefix a letter for the code type. */
const CUSTOMER_ID = /cust_((?:(?!cust_)[A-Za-z0-9_-])+)/gi
/** `cust_` typed as American key presses on a till with a French layout. */
const FRENCH_MARK = /cust°/i
const US_KEYS = "1234567890-_qwazmQWAZM,;:"
const FRENCH = "&é\"'(-è_çà)°azqw,AZQW?;mM"

export type Scan = { ok: true; customerId: string } | { ok: false; reason: "none" | "several" }

/**
 * Reads the customer from a scanned digital pass: a bare id, in a URL or in JSON, percent-encoded, in capitals, between
 * control characters, or typed through the wrong keyboard layout. Two different ids mean no customer.
 */
export function readScan(code: string): Scan {
  const text = decoded(cutText(code, MAX_LENGTH).normalize("NFKC").replace(INVISIBLE, ""))
  const ids = findIds(text)
  if (ids.size === 0 && FRENCH_MARK.test(text)) for (const id of findIds(asTyped(text))) ids.add(id)
  const [customerId] = ids
  if (!customerId) return { ok: false, reason: "none" }
  return ids.size === 1 ? { ok: true, customerId } : { ok: false, reason: "several" }
}

function findIds(text: string): Set<string> {
  const ids = [...text.matchAll(CUSTOMER_ID)].flatMap(([whole, body = ""]) => {
    const id = body.replace(/[_-]+$/, "")
    if (!/^[A-Za-z0-9]/.test(id)) return []
    return `cust_${whole.startsWith("CUST") ? swapCase(id) : id}`
  })
  return new Set(ids)
}

/** Decodes percent-encoding (also twice) and JSON's `\u005f`, for ASCII only, so that decoding cannot fail. */
function decoded(text: string): string {
  let read = text
  for (let round = 0; round < 3; round++)
    read = read.replace(/(?:%|\\u00)([2-7][0-9a-f])/gi, (_, hex) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    )
  return read
}

/** Undoes Caps Lock: inverts the case of every letter. */
const swapCase = (text: string) =>
  text.replace(/[a-z]/gi, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  )

const asTyped = (text: string) =>
  [...text].map((char) => (FRENCH.includes(char) ? US_KEYS[FRENCH.indexOf(char)] : char)).join("")
