import { expect, test } from "vitest"
import { syncColumns } from "./delivery-holds"
import { DELIVERY_STATES } from "./enums"
import { sql } from "./index"

test("a hold replaces pending states and no others", async () => {
  const hidden: string[] = []
  for (const state of DELIVERY_STATES)
    for (const hold of [null, "store_gone"]) {
      const [row] = await sql`
        select ${syncColumns()} from (select ${state}::text as state, 'own'::text as reason) d, (select ${hold}::text as reason) h`
      if (row!.status === "held") hidden.push(`${state} ${row!.reason}`)
      else expect(row).toEqual({ status: state, reason: "own" })
    }
  expect(hidden).toEqual(["queued store_gone", "retrying store_gone"])
})
