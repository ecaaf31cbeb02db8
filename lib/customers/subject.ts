import type { Ctx } from "@/lib/auth/ctx"
import { readPhone } from "./queries"

/** What a search box may name. */
export type Subject =
  | { kind: "customer"; id: string }
  | { kind: "email"; email: string }
  | { kind: "phone"; e164: string }
  /** An order's or a receipt's number, or nothing at all. */
  | { kind: "number" }

/** Within what a scanner read too, such as the address on a pass. */
const CUSTOMER_ID = /cust_[\w-]{1,100}/

/** Tells what somebody typed or scanned: an e-mail, a `cust_…`, a phone in any usual writing, else a number. */
export async function readSubject(ctx: Ctx, written: string): Promise<Subject> {
  const text = written.trim()
  if (text.includes("@")) return { kind: "email", email: text }
  const id = CUSTOMER_ID.exec(text)?.[0]
  if (id) return { kind: "customer", id }
  const e164 = await readPhone(ctx, text)
  return e164 ? { kind: "phone", e164 } : { kind: "number" }
}
