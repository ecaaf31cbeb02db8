import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { makeLocation, makeMerchant } from "@/db/testing/fixtures"
import { systemCtx } from "@/lib/auth/system"
import { addDays, businessDayOf } from "@/lib/reconciliation/business-day"
import { listDayLines } from "@/lib/reconciliation/queries"
import { writeHistory } from "./history"
import { LOCATIONS } from "./menu"

test("every past day of the demo's month is closed", async () => {
  const { merchantId, owner } = await makeMerchant()
  const ids = new Map<string, string>()
  for (const { id, store } of LOCATIONS)
    ids.set(id, (await makeLocation(merchantId, { ref: id, ...(store && { storeSlug: store }) })).id)
  const orders = await writeHistory(systemCtx(merchantId, "demo"), ids)
  expect(orders).toBeGreaterThan(1_000)
  const today = await businessDayOf(owner)
  const lines = await listDayLines(owner, { from: addDays(today, -28), to: addDays(today, -2) })
  expect(new Set(lines.map(({ day }) => day)).size).toBe(27)
  expect(lines.filter(({ closed }) => !closed)).toEqual([])
  expect(await sql`select 1 from alerts where merchant_id = ${merchantId} and kind = 'day_gap'`).not.toEqual(
    [],
  )
})
