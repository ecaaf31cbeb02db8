import type { Ctx } from "@/lib/auth/ctx"
import { readPhone } from "./queries"

/** What the text in a search box can mean. */
export type Subject =
  | { kind: "customer"; id: string }
  | { kind: "email"; email: string }
  | { kind: "phone"; e164: string }
  /** An order or receipt number, or empty. */
  | { kind: "number" }

/** Also inside scanned text, such as the address on a pass. */
const CUSTOMER_ID = /cust_[\w-]{1,100}/

/** Classifies typed or scanned text: an e-mail, a `cust_…`, a phone in any usual format, else a number. */
export async function readSubject(ctx: Ctx, written: string): Promise<Subject> {
  const text = written.trim()
  if (text.includes("@")) return { kind: "email", email: text }
  const id = CUSTOMER_ID.exec(text)?.[0]
  if (id) return { kind: "customer", id }
  const e164 = await readPhone(ctx, text)
  return e164 ? { kind: "phone", e164 } : { kind: "number" }
}
