import { makeMerchant } from "@/db/testing/fixtures"
import { testTenants } from "@/db/testing/tenants"
import { createView, deleteView, renameView, shareView, updateView } from "./mutations"
import { listViews } from "./saved-views"

const { owner } = await makeMerchant("Theirs")
const shared = { name: "Theirs", filters: { status: "failed" as const }, isShared: true }
const theirs = { owner, ...(await createView(owner, shared)) }

testTenants(theirs, {
  "order-log/saved-views.listViews": { call: listViews, reads: true },
  "order-log/mutations.createView": {
    call: async (ctx) => void (await createView(ctx, { name: "Mine", filters: {}, isShared: true })),
  },
  "order-log/mutations.renameView": {
    call: (ctx) => renameView(ctx, { id: theirs.id, name: "x" }),
    refusal: "not_found",
  },
  "order-log/mutations.shareView": {
    call: (ctx) => shareView(ctx, { id: theirs.id, isShared: false }),
    refusal: "not_found",
  },
  "order-log/mutations.updateView": {
    call: (ctx) => updateView(ctx, { id: theirs.id, filters: { status: "held" } }),
    refusal: "not_found",
  },
  "order-log/mutations.deleteView": {
    call: (ctx) => deleteView(ctx, { id: theirs.id }),
    refusal: "not_found",
  },
})
