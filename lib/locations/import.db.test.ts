import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { makeLocation, makeMerchant } from "@/db/testing/fixtures"
import { previewLocationFile, putLocations } from "./mutations"
import { listDescribed, listLocations } from "./queries"

const file = (text: string) => new File([text], "etablissements.csv")

test("reading a file writes nothing; its right rows, once confirmed, are the merchant's locations", async () => {
  const { manager, merchantId } = await makeMerchant()
  await makeLocation(merchantId, { ref: "nice" })
  const { rows, errors } = await previewLocationFile(manager, {
    file: file("id;nom;ville\nlyon;Lyon;Lyon\nnice;Nice;Nice\n;Sans;\n"),
  })
  expect(rows.map(({ effect }) => effect)).toEqual(["added", "changed"])
  expect(errors).toHaveLength(1)
  expect((await listLocations(manager)).map(({ ref }) => ref)).toEqual(["nice"])

  await putLocations(
    manager,
    rows.map(({ location }) => location),
  )
  expect((await listLocations(manager)).map(({ ref, name, city }) => [ref, name, city])).toEqual([
    ["lyon", "Lyon", "Lyon"],
    ["nice", "Nice", "Nice"],
  ])
})

test("an archived location that stands in a file is said to come back, and comes back", async () => {
  const { manager, merchantId } = await makeMerchant()
  await makeLocation(merchantId, { ref: "lyon" })
  await sql`update locations set archived_at = now() where merchant_id = ${merchantId}`
  const { rows } = await previewLocationFile(manager, { file: file("id;nom\nlyon;Lyon\n") })
  expect(rows.map(({ effect }) => effect)).toEqual(["restored"])
  await putLocations(manager, [rows[0]!.location])
  expect(await listDescribed(manager)).toMatchObject([{ id: "lyon", isArchived: false }])
})

test("a file of more than 1 MB is refused before it is read", async () => {
  const { manager } = await makeMerchant()
  await expect(previewLocationFile(manager, { file: file("x".repeat(1_048_577)) })).rejects.toMatchObject({
    code: "csv_refused",
    params: { reason: "too_large", max: 1 },
  })
})
