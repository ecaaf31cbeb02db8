import { beforeAll, describe, expect, test } from "vitest"
import { connect, makeLocation, makeMerchant, paidOrder } from "@/db/testing/fixtures"
import { rememberCustomer } from "@/lib/customers/directory"
import { acceptOrder } from "@/lib/orders/accept"
import { listOrders } from "./queries"
import { nameCustomer, readSearch } from "./search"

let merchant: Awaited<ReturnType<typeof makeMerchant>>

const known = (id: string, phone: string, email: string) => ({
  ...{
    id,
    phone,
    email,
    firstName: "Camille",
    lastName: "Durand",
    points: 1,
    birthday: null,
    createdAt: null,
  },
  optIn: { sms: "yes", email: "no" } as const,
})

/** Orders by phone, by id, by a phone linked to an id, and without a customer; one number looks like a phone. */
beforeAll(async () => {
  merchant = await makeMerchant()
  const { merchantId, owner, till } = merchant
  await connect(merchantId, "token")
  const { ref } = await makeLocation(merchantId, { storeSlug: "s-1" })
  const asked = { sms: false, email: false }
  const orders = [
    { order_id: "by-phone", customer: { phone: "06 12 34 56 78", opt_in: asked, first_name: "Inès" } },
    { order_id: "other-phone", customer: { phone: "0612345679", opt_in: asked } },
    { order_id: "by-id", customer: { id: "cust_camille" } },
    { order_id: "camilles-phone", customer: { phone: "+33 6 11 11 11 11", opt_in: asked } },
    { order_id: "nobody", external_order_id: "Ticket 98-76" },
    { order_id: "0612345670", customer: { id: "cust_other" } },
  ]
  for (const order of orders) await acceptOrder(till, paidOrder(ref, order), "fr")
  await rememberCustomer(owner, known("cust_camille", "+33611111111", "camille@example.org"), new Date())
})

const find = async (q: string) => {
  const filters = await readSearch(merchant.viewer, { q })
  expect(JSON.stringify(filters)).not.toContain("12345678")
  const { rows } = await listOrders(merchant.viewer, filters)
  return rows.map(({ ref }) => ref).sort()
}

describe("the search box finds", () => {
  test.each([
    ["a phone in any writing, exactly", "06.12.34.56.78", ["by-phone"]],
    ["the same phone with its country code", "+33612345678", ["by-phone"]],
    ["a phone that no order has", "0612345600", []],
    ["a phone that the directory knows under an id", "0611111111", ["by-id", "camilles-phone"]],
    ["a cust_… with the orders that name its phone", "cust_camille", ["by-id", "camilles-phone"]],
    ["an e-mail that the directory knows", "Camille@Example.org ", ["by-id", "camilles-phone"]],
    ["an order number that looks like a phone", "0612345670", ["0612345670"]],
    ["the end of a number, in any case", "PHONE", ["by-phone", "camilles-phone", "other-phone"]],
    ["the beginning of a receipt", "ticket 98", ["nobody"]],
    ["nothing by a part from the middle", "-pho", []],
  ])("%s", async (_, q, refs) => expect(await find(q)).toEqual(refs))

  test("nothing for an unknown e-mail, which never enters the address", async () => {
    await expect(readSearch(merchant.viewer, { q: "nobody@example.org" })).rejects.toMatchObject({
      code: "customer_not_found",
    })
  })
})

test("the customer the log is filtered by is shown masked", async () => {
  const nameOf = async (q: string) =>
    nameCustomer(merchant.viewer, (await readSearch(merchant.viewer, { q })).customer!)
  expect(await nameOf("cust_camille")).toBe("Camille D.")
  expect(await nameOf("0611111111")).toBe("Camille D.")
  expect(await nameOf("0612345678")).toBe("+33 6 •• •• •• 78")
  expect(await nameOf("0612345600")).toBe(null)
  expect(await nameOf("cust_nobody")).toBe(null)
})

test("a row of the log shows its customer masked, from the directory or from the order", async () => {
  const { rows } = await listOrders(merchant.viewer, {})
  expect(Object.fromEntries(rows.map(({ ref, customer }) => [ref, customer]))).toEqual({
    "by-phone": { id: null, name: "Inès" },
    "other-phone": { id: null, name: "+33 6 •• •• •• 79" },
    "by-id": { id: "cust_camille", name: "Camille D." },
    "camilles-phone": { id: "cust_camille", name: "Camille D." },
    nobody: null,
    "0612345670": { id: "cust_other", name: null },
  })
})
