import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { makeMerchant } from "@/db/testing/fixtures"
import type { PongoCustomer } from "@/lib/pongo/wire/customers"
import { rememberCustomer } from "./directory"
import { findIdByPhone, findKnownCustomer } from "./queries"
import { newPhone } from "./testing/shop"

const customer = (id: string, phone: string | null, changes: Partial<PongoCustomer> = {}): PongoCustomer => ({
  id,
  phone,
  firstName: "Inès",
  lastName: null,
  email: null,
  points: 10,
  optIn: { sms: "no", email: "never_asked" },
  birthday: null,
  createdAt: null,
  ...changes,
})

const at = (second: number) => new Date(Date.UTC(2026, 10, 22, 12, 0, second))

const ledger = (merchantId: string) =>
  sql`select customer_id, channel, answer, source, actor from consents where merchant_id = ${merchantId} order by at`

test("older news never overwrites newer news, in any order", async () => {
  const { till } = await makeMerchant()
  const phone = newPhone()
  for (const second of [2, 5, 1, 4, 3])
    await rememberCustomer(till, customer("cust_a", phone, { points: second }), at(second))
  expect(await findKnownCustomer(till, "cust_a")).toMatchObject({ points: 5, asOf: at(5) })
})

test("news of all ages at once leaves the newest", async () => {
  const { till } = await makeMerchant()
  const phone = newPhone()
  const seconds = Array.from({ length: 20 }, (_, index) => (index * 7) % 20)
  await Promise.all(
    seconds.map((second) =>
      rememberCustomer(till, customer("cust_a", phone, { points: second }), at(second)),
    ),
  )
  expect(await findKnownCustomer(till, "cust_a")).toMatchObject({ points: 19, asOf: at(19) })
})

test("a phone that moved to another customer belongs to them alone", async () => {
  const { till } = await makeMerchant()
  const phone = newPhone()
  await rememberCustomer(till, customer("cust_a", phone), at(1))
  await rememberCustomer(till, customer("cust_b", phone), at(2))
  expect(await findIdByPhone(till, phone)).toBe("cust_b")
  expect(await findKnownCustomer(till, "cust_a")).toMatchObject({ id: "cust_a" })
})

test("old news about a former owner does not take the phone back", async () => {
  const { till } = await makeMerchant()
  const phone = newPhone()
  await rememberCustomer(till, customer("cust_b", phone), at(5))
  await rememberCustomer(till, customer("cust_a", phone), at(1))
  expect(await findIdByPhone(till, phone)).toBe("cust_b")
  expect(await findKnownCustomer(till, "cust_a")).toMatchObject({ points: 10 })
})

test("two customers who swap phones repeatedly and at once end with at most one phone each", async () => {
  const { till, merchantId } = await makeMerchant()
  const [one, other] = [newPhone(), newPhone()]
  await Promise.all(
    Array.from({ length: 16 }, (_, round) => {
      const phones = round % 2 ? [one, other] : [other, one]
      return ["cust_a", "cust_b"].map((id, index) =>
        rememberCustomer(till, customer(id, phones[index]!), at(round)),
      )
    }).flat(),
  )
  const rows = await sql`select phone_index, as_of from customers where merchant_id = ${merchantId}`
  expect(rows).toHaveLength(2)
  expect(rows.every(({ as_of }) => as_of.getTime() === at(15).getTime())).toBe(true)
  expect(new Set([await findIdByPhone(till, one), await findIdByPhone(till, other)]).size).toBeGreaterThan(0)
})

test("a consent that changed at Pongo is recorded once; one seen for the first time, or unknown, is not", async () => {
  const { till, merchantId } = await makeMerchant()
  const phone = newPhone()
  const told = (sms: "yes" | "no" | "never_asked", second: number) =>
    rememberCustomer(till, customer("cust_a", phone, { optIn: { sms, email: "never_asked" } }), at(second))
  await told("no", 1)
  await told("yes", 2)
  await told("yes", 3)
  await told("no", 0)
  await told("never_asked", 4)
  expect(await ledger(merchantId)).toEqual([
    { customer_id: "cust_a", channel: "sms", answer: "yes", source: "pongo", actor: "system::Pongo" },
  ])
})

test("points beyond the column's range are clamped, not refused", async () => {
  const { till } = await makeMerchant()
  await rememberCustomer(till, customer("cust_a", newPhone(), { points: 1e15 }), at(1))
  await rememberCustomer(till, customer("cust_b", null, { points: 12.6 }), at(1))
  expect(await findKnownCustomer(till, "cust_a")).toMatchObject({ points: 2_147_483_647 })
  expect(await findKnownCustomer(till, "cust_b")).toMatchObject({ points: 13, phone: null })
})

test("an erased customer is not known", async () => {
  const { till, merchantId } = await makeMerchant()
  await rememberCustomer(till, customer("cust_a", newPhone()), at(1))
  await sql`update customers set profile = null where merchant_id = ${merchantId}`
  expect(await findKnownCustomer(till, "cust_a")).toBeNull()
})

test("two merchants may share a customer id and a phone, and each sees its own", async () => {
  const [mine, theirs] = [await makeMerchant(), await makeMerchant()]
  const phone = newPhone()
  await rememberCustomer(mine.till, customer("cust_a", phone, { points: 1 }), at(1))
  await rememberCustomer(theirs.till, customer("cust_a", phone, { points: 2 }), at(1))
  expect(await findKnownCustomer(mine.till, "cust_a")).toMatchObject({ points: 1 })
  expect(await findKnownCustomer(theirs.till, "cust_a")).toMatchObject({ points: 2 })
  const indexes =
    await sql`select phone_index from customers where merchant_id in (${mine.merchantId}, ${theirs.merchantId})`
  expect(indexes[0]!.phone_index).not.toBe(indexes[1]!.phone_index)
})
