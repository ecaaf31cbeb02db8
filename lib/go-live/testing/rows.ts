import { sql } from "@/db/index"
import { eventually } from "@/db/testing/fixtures"
import type { Ctx } from "@/lib/auth/ctx"
import { listEvidence } from "@/lib/tills/evidence"
import { readChecks } from "../queries"
import type { CheckId } from "../schema"

export const evidenceOf = (ctx: Ctx, ...kinds: string[]) =>
  eventually(`evidence of ${kinds}`, async () => {
    const found = await listEvidence(ctx)
    return kinds.every((kind) => found.some((row) => row.kind === kind)) && found
  })

export const rowOf = async (ctx: Ctx, id: CheckId) => (await readChecks(ctx)).find((row) => row.id === id)!

/** Marks it delivered, as a worker would. */
export const deliver = (orderId: string, isTest = false) => sql`
  update deliveries set state = 'delivered', store_slug = 'le-comptoir-bastille', is_test = ${isTest},
    delivered_at = (select paid_at from orders where id = ${orderId}) + interval '2 seconds'
  where order_id = ${orderId}`

/** Waits until this identification and its evidence, two writes, are recorded. */
export async function isIdentified(ctx: Ctx, customerId: string, how: "phone" | "scan") {
  await evidenceOf(ctx, `identified_by_${how}`)
  await eventually(`${customerId} found by ${how}`, async () => {
    const rows = await sql`
      select 1 from identified_customers
      where merchant_id = ${ctx.merchantId} and customer_id = ${customerId} and how = ${how}`
    return rows.length > 0
  })
}
