import { expect, test } from "vitest"
import { sql } from "@/db/index"
import type { Ctx } from "@/lib/auth/ctx"
import type { ErrorCode } from "@/lib/errors"
import { makeMerchant } from "./fixtures"

type Call = (ctx: Ctx) => unknown
type Refused = { call: Call; refusal: ErrorCode }
type Reads = { call: Call; reads: true }
/** A plain function succeeds and affects only the stranger's own data. */
type Case = Call | Refused | Reads

/** The stranger gets this code. */
export const refused = (refusal: ErrorCode, call: Call): Refused => ({ refusal, call })
/** The call returns data. The merchant's own call must return something else, or the case proves nothing. */
export const reads = (call: Call): Reads => ({ reads: true, call })

/**
 * One test per case: a stranger's call returns and changes nothing of the merchant's.
 * @param cases by function, as `orders/queries.getOrder`: `lib/tenants.db.test.ts` finds the functions without one
 * @param makeStranger the owner of a merchant that no other case has met
 */
export function testTenants(
  { owner }: { owner: Ctx },
  cases: Record<string, Case | Case[]>,
  makeStranger: () => Promise<Ctx> = async () => (await makeMerchant("Mine")).owner,
) {
  for (const [name, listed] of Object.entries(cases))
    for (const [index, each] of [listed].flat().entries()) {
      const { call, refusal, reads }: Partial<Refused & Reads> & { call: Call } =
        typeof each === "function" ? { call: each } : each
      test(`another merchant gets nothing and changes nothing: ${name}${index ? ` (${index + 1})` : ""}`, async () => {
        const stranger = await makeStranger()
        const before = await dump(owner.merchantId)
        const outcome = await Promise.resolve()
          .then(() => call(stranger))
          .then(
            (value) => ({ value }),
            (error) => ({ code: error.code ?? error }),
          )
        if (refusal) expect(outcome).toEqual({ code: refusal })
        else expect(outcome).toHaveProperty("value")
        for (const secret of secretsOf(before)) expect(JSON.stringify(outcome)).not.toContain(secret)
        if (reads) expect(await call(owner)).not.toEqual((outcome as { value: unknown }).value)
        expect(await dump(owner.merchantId)).toEqual(before)
      })
    }
}

/** All rows of the merchant, from every table with a tenant. */
async function dump(merchantId: string): Promise<Record<string, string[]>> {
  const tables = await sql<{ name: string }[]>`
    select c.table_name as name from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'merchant_id' and t.table_type = 'BASE TABLE'`
  const rows: Record<string, string[]> = {}
  for (const { name } of tables)
    rows[name] = await texts(sql`select t::text as row from ${sql(name)} t where merchant_id = ${merchantId}`)
  rows.merchants = await texts(sql`select t::text as row from merchants t where id = ${merchantId}`)
  rows.order_payloads = await texts(sql`
    select t::text as row from order_payloads t join orders o on o.id = t.order_id where o.merchant_id = ${merchantId}`)
  return rows
}

const texts = async (query: PromiseLike<readonly Record<string, unknown>[]>) =>
  (await query).map(({ row }) => String(row)).sort()

/** Ids, and the texts that the fixtures give only to the others. */
function secretsOf(rows: Record<string, string[]>): string[] {
  const ids = JSON.stringify(rows).match(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g) ?? []
  return [...new Set([...ids, "Theirs", "their-store", "612345678"])]
}
