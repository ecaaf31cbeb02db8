import { beforeAll, describe } from "vitest"
import { makeMerchant } from "@/db/testing/fixtures"
import { testWall, type WallCases } from "@/db/testing/tenant-wall"
import type { Ctx } from "@/lib/auth/ctx"
import { createView, deleteView, renameView, shareView, updateView } from "./mutations"
import { listViews } from "./saved-views"

let theirs: { owner: Ctx; id: string }

beforeAll(async () => {
  const { owner } = await makeMerchant("Theirs")
  const shared = { name: "Theirs", filters: { status: "failed" as const }, isShared: true }
  theirs = { owner, ...(await createView(owner, shared)) }
})

const CASES: WallCases = {
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
}

describe("another merchant's context gets nothing and changes nothing:", () => {
  testWall(CASES, async () => ({ stranger: (await makeMerchant("Mine")).owner, theirs: theirs.owner }))
})
