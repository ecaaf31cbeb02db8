import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { makeLocation, makeMerchant } from "@/db/testing/fixtures"
import { listAuditEvents } from "@/lib/audit/queries"
import { makeReport } from "./mutations"
import { findReport, listReports, readChecks } from "./queries"

test("a manager makes a report of the current state, and a viewer reads it", async () => {
  const { manager, viewer } = await makeMerchant("Chez Inès")
  const { id } = await makeReport(manager)
  const report = await findReport(viewer, id)
  expect(report).toMatchObject({
    id,
    madeBy: "manager",
    result: "not_ready",
    shown: 0,
    subject: { merchantName: "Chez Inès", timeZone: "Europe/Paris", connectedVia: null, isSandbox: true },
  })
  expect(report?.rows).toEqual(await readChecks(viewer))
  expect(await listReports(viewer)).toMatchObject([{ id, result: "not_ready", shown: 0 }])
  await expect(makeReport(viewer)).rejects.toMatchObject({ code: "role_required" })
  expect((await listAuditEvents(manager))[0]).toMatchObject({ action: "go_live.reported", target: id })
})

test("a report stays the same when the facts change, and nothing can rewrite or delete it", async () => {
  const { manager, merchantId } = await makeMerchant()
  const { id } = await makeReport(manager)
  const before = await findReport(manager, id)
  await makeLocation(merchantId, { ref: "lyon", storeSlug: "lyon" })
  expect((await readChecks(manager)).find((row) => row.id === "locations")?.state).toBe("passed")
  expect(await findReport(manager, id)).toEqual(before)
  await expect(sql`update go_live_reports set result = 'ready' where id = ${id}`).rejects.toThrow(
    "never changed",
  )
  await expect(sql`delete from go_live_reports where id = ${id}`).rejects.toThrow("never changed")
  expect(await findReport(manager, id)).toEqual(before)
})

test("two presses at once make one report; another person's press makes another", async () => {
  const { manager, owner } = await makeMerchant()
  const made = await Promise.all([1, 2, 3].map(() => makeReport(manager)))
  expect(new Set(made.map(({ id }) => id)).size).toBe(1)
  await makeReport(owner)
  expect(await listReports(owner)).toHaveLength(2)
})

test("an invalid, unknown or foreign id is no report", async () => {
  const [mine, theirs] = [await makeMerchant(), await makeMerchant()]
  const { id } = await makeReport(theirs.manager)
  for (const asked of ["x", "019aca00-0000-7000-8000-000000000000", id])
    expect(await findReport(mine.owner, asked)).toBeNull()
  expect(await listReports(mine.owner)).toEqual([])
})
