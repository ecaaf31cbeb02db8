import { makeMerchant } from "@/db/testing/fixtures"
import { reads, refused, testTenants } from "@/db/testing/tenants"
import { createView, deleteView, renameView, shareView, updateView } from "./mutations"
import { listViews } from "./saved-views"

const { owner } = await makeMerchant("Theirs")
const shared = { name: "Theirs", filters: { status: "failed" as const }, isShared: true }
const theirs = { owner, ...(await createView(owner, shared)) }

testTenants(theirs, {
  "order-log/saved-views.listViews": reads(listViews),
  "order-log/mutations.createView": async (ctx) =>
    void (await createView(ctx, { name: "Mine", filters: {}, isShared: true })),
  "order-log/mutations.renameView": refused("not_found", (ctx) =>
    renameView(ctx, { id: theirs.id, name: "x" }),
  ),
  "order-log/mutations.shareView": refused("not_found", (ctx) =>
    shareView(ctx, { id: theirs.id, isShared: false }),
  ),
  "order-log/mutations.updateView": refused("not_found", (ctx) =>
    updateView(ctx, { id: theirs.id, filters: { status: "held" } }),
  ),
  "order-log/mutations.deleteView": refused("not_found", (ctx) => deleteView(ctx, { id: theirs.id })),
})
