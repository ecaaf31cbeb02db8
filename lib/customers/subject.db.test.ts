import { expect, test } from "vitest"
import { makeMerchant } from "@/db/testing/fixtures"
import { readSubject } from "./subject"

test.for([
  ["0612345678", { kind: "phone", e164: "+33612345678" }],
  ["+33 (0)6.12.34.56.78", { kind: "phone", e164: "+33612345678" }],
  [" cust_ines ", { kind: "customer", id: "cust_ines" }],
  ["https://pass.pongo.example/cust_ines", { kind: "customer", id: "cust_ines" }],
  ["Ines@Example.org", { kind: "email", email: "Ines@Example.org" }],
  ["cust_service@example.org", { kind: "email", email: "cust_service@example.org" }],
  ["A-2041", { kind: "number" }],
] as const)("every search box reads %j the same", async ([written, subject]) => {
  const { viewer } = await makeMerchant()
  expect(await readSubject(viewer, written)).toEqual(subject)
})
