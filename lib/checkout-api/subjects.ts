import type { Ctx } from "@/lib/auth/ctx"
import { blindIndex } from "@/lib/crypto"
import { phoneContext } from "@/lib/customers/queries"
import { getMerchantCached } from "@/lib/merchants/queries"
import { parsePhone } from "@/lib/phone"

/** Accepted input is never nested this deeply (lib/text.ts). */
const MAX_DEPTH = 60
const CUSTOMER_ID = /cust_[\w-]{1,100}/g

/** How a kept answer refers to a person known only by phone. */
export const phoneSubject = (phoneIndex: string) => `ph_${phoneIndex}`

/** The people these documents name: every `cust_…`, and every phone as its blind index. */
export async function findSubjects(ctx: Ctx, documents: unknown): Promise<string[]> {
  const { country } = await getMerchantCached(ctx)
  const found = new Set<string>()
  const visit = (value: unknown, key: string, depth: number) => {
    if (typeof value === "string") {
      for (const [id] of value.matchAll(CUSTOMER_ID)) found.add(id)
      const phone = key === "phone" ? parsePhone(value, country) : null
      for (const e164 of [phone?.e164, phone?.formerE164])
        if (e164) found.add(phoneSubject(blindIndex(e164, phoneContext(ctx.merchantId))))
    } else if (value !== null && typeof value === "object" && depth < MAX_DEPTH)
      for (const [name, item] of Object.entries(value)) visit(item, name, depth + 1)
  }
  visit(documents, "", 0)
  return [...found]
}

/**
 * An answer without its customers' personal data. Ids, structure and everything else stay. A refusal also loses its
 * sentences, which may be Pongo's.
 */
export function withoutCustomers(body: string): string {
  return JSON.stringify(JSON.parse(body), (key, value) => {
    if (value === null || typeof value !== "object") return value
    if (key === "customer") return emptied(value)
    return "request_id" in value && "detail" in value
      ? { ...value, detail: value.title, errors: undefined }
      : value
  })
}

function emptied(customer: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(customer).map(([name, value]) => {
      if (name === "id") return [name, value]
      if (name === "opt_in") return [name, { sms: "never_asked", email: "never_asked" }]
      return [name, typeof value === "number" ? 0 : null]
    }),
  )
}
