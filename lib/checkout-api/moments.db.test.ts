import { beforeAll, describe, expect, test } from "vitest"
import { apiDocument } from "@/app/api/pos/v1/resources"
import { makeLocation, makeMerchant, paidOrder } from "@/db/testing/fixtures"
import { expectProblem, makeTill } from "./testing/till"

const NO_MOMENTS = [
  "0000-06-01T12:00:00Z",
  "0001-06-01T12:00:00Z",
  "1899-12-31T12:00:00Z",
  "1900-01-01T00:30:00+01:00",
  "9999-12-31T12:00:00Z",
  "9999-12-31T00:30:00-01:00",
  "10000-01-01T00:00:00Z",
  "2026-02-30T12:00:00Z",
  "2026-11-22T12:00:00",
]

type Shop = { pos: ReturnType<typeof makeTill>; ref: string }
let shop: Shop
beforeAll(async () => {
  const merchant = await makeMerchant()
  shop = { pos: makeTill(merchant.key), ref: (await makeLocation(merchant.merchantId)).ref }
})

const order = (fields: object) => shop.pos.post("/orders", { ...paidOrder(shop.ref), ...fields })
const beat = (fields: object) =>
  shop.pos.post("/tills/heartbeat", {
    ...{ till_id: "till-1", location_id: shop.ref, offline_orders: 1, sent_at: new Date().toISOString() },
    ...fields,
  })

/** Every request field that holds a time, and a till's call that sends it. */
const MOMENTS = {
  "createOrder created_at": (created_at: string) => order({ created_at }),
  "createOrder closed_at": (closed_at: string) => order({ closed_at }),
  "createOrder withdrawal_at": (withdrawal_at: string) => order({ withdrawal_at }),
  "recordPayment paid_at": (paid_at: string) =>
    shop.pos.post("/orders/A-1/payment", { location_id: shop.ref, status: "paid", paid_at }),
  "sendHeartbeat oldest_offline_at": (oldest_offline_at: string) => beat({ oldest_offline_at }),
  "sendHeartbeat sent_at": (sent_at: string) => beat({ sent_at }),
}

describe.each(Object.entries(MOMENTS))("%s", (field, send) => {
  test.each(NO_MOMENTS)("cannot be %s: only the years 1900 to 9999 are accepted", async (at) => {
    expectProblem(await send(at), 422, "validation_failed", [field.split(" ")[1]!])
  })
})

test("the earliest and the latest times are accepted", async () => {
  for (const at of ["1900-01-01T00:00:00Z", "9999-12-30T23:59:59.999Z"])
    for (const [field, send] of Object.entries(MOMENTS))
      expect((await send(at)).status, `${field} ${at}`).toBeOneOf([200, 202, 404])
})

test("the list above covers every time in a request", () => {
  expect(momentsOf(apiDocument())).toEqual(Object.keys(MOMENTS).sort())
})

function momentsOf({ paths, components }: ReturnType<typeof apiDocument>): string[] {
  const found = new Set<string>()
  for (const operations of Object.values(paths))
    for (const { operationId, requestBody } of Object.values(operations))
      if (requestBody) walk(requestBody.content["application/json"].schema, operationId, "")
  // A batch contains orders unchanged.
  return [...found].filter((field) => !field.startsWith("createOrders ")).sort()

  function walk(node: unknown, operation: string, name: string): void {
    if (node === null || typeof node !== "object") return
    const { $ref, format, properties = {}, ...rest } = node as Record<string, unknown>
    if (typeof $ref === "string") walk(components.schemas[$ref.split("/").at(-1)!], operation, name)
    if (format === "date-time") found.add(`${operation} ${name}`)
    for (const [key, inner] of Object.entries(properties as object)) walk(inner, operation, key)
    for (const inner of Object.values(rest)) walk(inner, operation, name)
  }
}
