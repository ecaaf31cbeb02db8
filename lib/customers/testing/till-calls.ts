import { afterEach, expect } from "vitest"
import { sql } from "@/db/index"
import { useSandbox } from "@/db/testing/use-sandbox"
import type { Reply } from "@/lib/checkout-api/testing/till"
import type { FaultInput } from "@/sandbox/server/faults"
import { mendPongo, SHORT_PATIENCE } from "./shop"

export const AT = { location_id: "bastille" }
export const ASKED = { sms: true, email: false }

/** A sandbox that `breakPongo` breaks for one test. */
export async function useBreakableSandbox() {
  const sandbox = await useSandbox(SHORT_PATIENCE)
  let isBroken = false
  afterEach(async () => {
    if (isBroken) await mendPongo(sandbox)
    isBroken = false
  })
  const breakPongo = (fault: FaultInput) => {
    isBroken = true
    sandbox.faults.add(fault)
  }
  return { sandbox, breakPongo }
}

export const refused = (reply: Reply, status: number, code: string, more: object = {}) =>
  expect(reply.json).toMatchObject({ status, code, ...more })

export const ledger = (merchantId: string) =>
  sql`
    select customer_id, channel, answer, source, location_id, till_id, actor from consents
    where merchant_id = ${merchantId} order by at, channel desc`
