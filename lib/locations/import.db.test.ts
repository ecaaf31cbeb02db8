import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { makeLocation, makeMerchant } from "@/db/testing/fixtures"
import { addLocation, previewLocationFile, putLocations } from "./mutations"
import { findLocations, listDescribed, listLocationNames, listLocations } from "./queries"
import { MAX_LISTED } from "./schema"

const file = (text: string) => new File([text], "etablissements.csv")

test("reading a file writes nothing; its valid rows, once confirmed, are the merchant's locations", async () => {
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

test("an archived location in a file is announced as returning, and returns", async () => {
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

test("a merchant has at most 5,000 locations, by API, by hand and by file; existing ones can still change", async () => {
  const { manager, till, merchantId } = await makeMerchant()
  await sql`
    insert into locations (id, merchant_id, ref, name, archived_at)
    select gen_random_uuid(), ${merchantId}, 'l' || n, 'L', case when n > 100 then now() end
    from generate_series(1, 4999) as n`
  await putLocations(till, [
    { id: "l1", name: "Changed" },
    { id: "last", name: "Last" },
  ])
  const refused = { code: "too_many_locations", params: { max: 5_000 } }
  await expect(putLocations(till, [{ id: "more", name: "More" }])).rejects.toMatchObject(refused)
  await expect(addLocation(manager, { ref: "more", name: "More" })).rejects.toMatchObject(refused)
  const { rows } = await previewLocationFile(manager, { file: file("id;nom\nmore;More\nl2;Changed too\n") })
  const imported = rows.map(({ location }) => location)
  await expect(putLocations(manager, imported)).rejects.toMatchObject(refused)
  await putLocations(manager, [{ id: "l2", name: "Changed too" }])
  await addLocation(manager, { ref: "l4999", name: "Back" })
  const [counts] = await sql`
    select count(*)::int as all, count(*) filter (where name like 'Changed%' or name = 'Back')::int as changed
    from locations where merchant_id = ${merchantId}`
  expect(counts).toEqual({ all: 5_000, changed: 3 })
})

test("two programs that add the last allowed location at once: one succeeds, and nothing is written for the other", async () => {
  const { till, merchantId } = await makeMerchant()
  await sql`
    insert into locations (id, merchant_id, ref, name)
    select gen_random_uuid(), ${merchantId}, 'l' || n, 'L' from generate_series(1, 4999) as n`
  const outcomes = await Promise.allSettled(
    ["a", "b"].map((id) =>
      putLocations(till, [
        { id, name: id },
        { id: "l1", name: id },
      ]),
    ),
  )
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
  const [count] = await sql`select count(*)::int as n from locations where merchant_id = ${merchantId}`
  expect(count).toEqual({ n: 5_000 })
})

test("a filter lists 200 locations and its current one, of this merchant only", async () => {
  const { viewer, merchantId } = await makeMerchant()
  await sql`
    insert into locations (id, merchant_id, ref, name)
    select gen_random_uuid(), ${merchantId}, 'l' || n, 'L' || lpad(n::text, 4, '0') from generate_series(1, 300) as n`
  const last = (
    await sql<{ id: string }[]>`select id from locations where merchant_id = ${merchantId} and ref = 'l300'`
  )[0]!
  const names = async (chosen?: string) => (await listLocationNames(viewer, chosen)).map(({ name }) => name)
  expect(await names()).toHaveLength(MAX_LISTED)
  expect(await names(last.id)).toEqual([...(await names()), "L0300"])
  const other = await makeMerchant()
  expect(await listLocationNames(other.viewer, last.id)).toEqual([])
})

test("a form offers 200 locations, finds any other by its name or id, and none of another merchant", async () => {
  const { viewer, merchantId } = await makeMerchant()
  await sql`
    insert into locations (id, merchant_id, ref, name)
    select gen_random_uuid(), ${merchantId}, 'ref_' || n, 'L' || lpad(n::text, 4, '0') from generate_series(1, 300) as n`
  expect(await findLocations(viewer)).toHaveLength(200)
  const found = async (q: string) => (await findLocations(viewer, { q })).map(({ name }) => name)
  expect(await found("l0299")).toEqual(["L0299"])
  expect(await found("REF_300")).toEqual(["L0300"])
  expect(await found("ref%3")).toEqual([])
  const other = await makeMerchant()
  expect(await findLocations(other.viewer, { q: "L0299" })).toEqual([])
})
