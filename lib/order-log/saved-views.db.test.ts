import { beforeEach, expect, test } from "vitest"
import { sql } from "@/db/index"
import { codeOf, makeMerchant } from "@/db/testing/fixtures"
import type { Ctx } from "@/lib/auth/ctx"
import { createView, deleteView, renameView, shareView, updateView } from "./mutations"
import { listViews } from "./saved-views"

let merchant: Awaited<ReturnType<typeof makeMerchant>>
beforeEach(async () => {
  merchant = await makeMerchant()
})

const view = (name: string, isShared = false) => ({
  name,
  filters: { status: "failed" as const, min: 100 },
  isShared,
})
const namesFor = async (ctx: Ctx) => (await listViews(ctx)).map(({ name }) => name)
test("a view is private to its owner until a manager shares it, and keeps its filters", async () => {
  const { owner, manager, viewer } = merchant
  await createView(viewer, view("of the viewer"))
  const { id } = await createView(manager, view("of the manager"))
  expect(await namesFor(viewer)).toEqual(["of the viewer"])
  expect(await namesFor(owner)).toEqual([])
  await shareView(manager, { id, isShared: true })
  expect(await listViews(viewer)).toEqual([
    expect.objectContaining({ name: "of the viewer", isOwn: true, isShared: false }),
    { id, name: "of the manager", filters: { status: "failed", min: 100 }, isShared: true, isOwn: false },
  ])
  await shareView(manager, { id, isShared: false })
  expect(await namesFor(viewer)).toEqual(["of the viewer"])
})

test("nobody else changes a private view", async () => {
  const { owner, manager, viewer } = merchant
  const { id } = await createView(viewer, view("mine"))
  for (const ctx of [owner, manager]) {
    expect(await codeOf(renameView(ctx, { id, name: "theirs" }))).toBe("not_found")
    expect(await codeOf(shareView(ctx, { id, isShared: true }))).toBe("not_found")
    expect(await codeOf(updateView(ctx, { id, filters: {} }))).toBe("not_found")
    expect(await codeOf(deleteView(ctx, { id }))).toBe("not_found")
  }
  await renameView(viewer, { id, name: "still mine" })
  expect(await namesFor(viewer)).toEqual(["still mine"])
})

test("a shared view is renamed, updated and deleted by managers, not by viewers", async () => {
  const { owner, manager, viewer } = merchant
  expect(await codeOf(createView(viewer, view("shared", true)))).toBe("role_required")
  const { id } = await createView(manager, view("shared", true))
  expect(await codeOf(renameView(viewer, { id, name: "x" }))).toBe("not_found")
  expect(await codeOf(updateView(viewer, { id, filters: {} }))).toBe("not_found")
  expect(await codeOf(deleteView(viewer, { id }))).toBe("not_found")
  await renameView(owner, { id, name: "renamed" })
  await updateView(owner, { id, filters: { status: "held" } })
  expect(await listViews(viewer)).toMatchObject([{ name: "renamed", filters: { status: "held" } }])
  await deleteView(owner, { id })
  expect(await namesFor(manager)).toEqual([])
})

test("a name is unique per person, and among the shared views", async () => {
  const { manager, viewer } = merchant
  await createView(viewer, view("failed"))
  const own = await createView(manager, view("failed"))
  expect(await codeOf(createView(manager, view("failed")))).toBe("validation_failed")
  await createView(manager, view("failed", true))
  expect(await codeOf(shareView(manager, { id: own.id, isShared: true }))).toBe("validation_failed")
  expect(await namesFor(manager)).toEqual(["failed", "failed"])
})

test("a view saved twice at once exists once, and one deleted twice at once is deleted once", async () => {
  const { manager, merchantId } = merchant
  const made = await Promise.allSettled([createView(manager, view("a")), createView(manager, view("a"))])
  expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
  const { id } = (await listViews(manager))[0]!
  const codes = await Promise.all([codeOf(deleteView(manager, { id })), codeOf(deleteView(manager, { id }))])
  expect(codes.sort()).toEqual(["not_found", null].sort())
  const audited =
    await sql`select action from audit_events where merchant_id = ${merchantId} and action like 'view.%'`
  expect(audited.map(({ action }) => action).sort()).toEqual(["view.created", "view.deleted"])
})

test("updated twice at once, or with the filters it has, a view changes once and is audited once", async () => {
  const { manager, merchantId } = merchant
  const { id } = await createView(manager, view("a", true))
  const filters = { status: "held" as const, q: "A-1" }
  await Promise.all([updateView(manager, { id, filters }), updateView(manager, { id, filters })])
  await updateView(manager, { id, filters })
  expect((await listViews(manager))[0]!.filters).toEqual(filters)
  const audited = await sql`
    select target, details from audit_events where merchant_id = ${merchantId} and action = 'view.updated'`
  expect(audited).toEqual([{ target: id, details: { name: "a" } }])
})
