import { describe, expect, test } from "vitest"
import { sql } from "@/db/index"
import { connect, makeLocation, makeMerchant, product } from "@/db/testing/fixtures"
import { useSandbox } from "@/db/testing/use-sandbox"
import { systemCtx } from "@/lib/auth/system"
import { acceptAlias, removeAlias } from "@/lib/catalog/aliases"
import { putCatalog } from "@/lib/catalog/mutations"
import { listAliases } from "@/lib/catalog/queries"
import { connectWithToken } from "@/lib/connections/mutations"
import { getConnection } from "@/lib/connections/queries"
import { rememberRewards } from "@/lib/rewards/mutations"
import { LE_COMPTOIR } from "@/sandbox/state/seed"
import { listRewardChecks, presentRewards } from "./queries"
import { refreshRewards, refreshRewardsNow } from "./refresh-rewards"

const sandbox = await useSandbox()

async function shop() {
  const merchant = await makeMerchant()
  const token = sandbox.issueToken(LE_COMPTOIR)
  await connect(merchant.merchantId, token)
  return { ...merchant, token }
}

const reward = (id: string, externalId: string | null) => ({
  id,
  name: "Café offert",
  description: null,
  image: null,
  type: "free_product",
  points: 50,
  externalId,
  value: null,
})

describe("reading the rewards at Pongo", () => {
  test("keeps the whole catalogue, and when it was read", async () => {
    const { owner } = await shop()
    const listed = [...sandbox.state.rewards.values()].filter(
      ({ merchant_id }) => merchant_id === LE_COMPTOIR,
    )
    expect(await refreshRewards(owner)).toBe(listed.length)
    expect((await listRewardChecks(owner)).map(({ id }) => id).toSorted()).toEqual(
      listed.map(({ id }) => id).toSorted(),
    )
    expect(await getConnection(owner)).toMatchObject({
      rewardsFetchedAt: expect.any(Date),
      rewardsError: null,
    })
  })

  test("marks rewards that Pongo no longer lists as gone, keeps them, and restores them when they return", async () => {
    const { owner, merchantId } = await shop()
    await rememberRewards(owner, [reward("rew_old", "A")], new Date(Date.now() - 3_600_000))
    await refreshRewards(owner)
    const goneAt = async () =>
      (await sql`select gone_at from rewards where merchant_id = ${merchantId} and id = 'rew_old'`)[0]!
        .gone_at
    expect(await goneAt()).toBeInstanceOf(Date)
    expect((await listRewardChecks(owner)).map(({ id }) => id)).not.toContain("rew_old")
    await rememberRewards(owner, [reward("rew_old", "A")], new Date())
    expect(await goneAt()).toBeNull()
  })

  test("does not call a reward gone that one reading lacks, or that is past the stated last page", async () => {
    const { owner, merchantId } = await shop()
    const all = await refreshRewards(owner)
    const gone = () => sql`select 1 from rewards where merchant_id = ${merchantId} and gone_at is not null`
    const list = { method: "GET", path: "/v1/rewards" } as const
    const half = { data: [], meta: { last_page: 1 } }
    sandbox.faults.add({ ...list, kind: "status", status: 200, body: half, times: 1 })
    expect(await refreshRewards(owner)).toBe(all)
    const low = sandbox.faults.add({ ...list, kind: "last_page_too_low" })
    expect(await refreshRewards(owner)).toBe(all)
    sandbox.faults.remove(low.id)
    expect(await gone()).toEqual([])
  })

  test("leaves a reward that a customer was shown meanwhile", async () => {
    const { owner, merchantId } = await shop()
    await rememberRewards(owner, [reward("rew_new", "A")], new Date(Date.now() + 60_000))
    await refreshRewards(owner)
    expect(
      await sql`select 1 from rewards where merchant_id = ${merchantId} and id = 'rew_new' and gone_at is null`,
    ).toHaveLength(1)
  })

  test("twice at once has one effect", async () => {
    const { owner, merchantId } = await shop()
    await Promise.all([refreshRewards(owner), refreshRewards(owner)])
    const [row] = await sql`
      select count(*)::int as all, count(gone_at)::int as gone from rewards where merchant_id = ${merchantId}`
    expect(row).toEqual({ all: await refreshRewards(owner), gone: 0 })
  })

  test("with a token that Pongo refuses revokes the connection and changes no reward", async () => {
    const { owner, merchantId, token } = await shop()
    await refreshRewards(owner)
    sandbox.revokeTokens({ token })
    await expect(refreshRewardsNow(owner)).rejects.toMatchObject({ code: "token_refused" })
    expect(await getConnection(owner)).toMatchObject({ state: "revoked", rewardsError: "unauthorized" })
    expect(
      await sql`select 1 from rewards where merchant_id = ${merchantId} and gone_at is not null`,
    ).toHaveLength(0)
    await expect(refreshRewards(owner)).rejects.toMatchObject({ code: "not_connected" })
  })

  test("is queued as soon as Pongo is connected", async () => {
    const { merchantId, owner } = await makeMerchant()
    await connectWithToken(owner, { token: sandbox.issueToken(LE_COMPTOIR) })
    expect(
      await sql`select task_identifier as task from graphile_worker.jobs where key = ${`rewards:${merchantId}`}`,
    ).toEqual([{ task: "refresh_rewards" }])
  })

  test("is allowed to the worker", async () => {
    const { merchantId } = await shop()
    expect(await refreshRewards(systemCtx(merchantId, "rewards"))).toBeGreaterThan(0)
  })
})

describe("the rewards against the catalogue", () => {
  test("show what a till at each location would find", async () => {
    const { owner, till, merchantId } = await shop()
    const lyon = await makeLocation(merchantId, { ref: "lyon" })
    await makeLocation(merchantId, { ref: "bastille" })
    await makeLocation(merchantId, { ref: "closed" })
    await sql`update locations set archived_at = now() where merchant_id = ${merchantId} and ref = 'closed'`
    await putCatalog(till, [product("A"), product("B", { location_ids: ["bastille"] })], "upsert")
    await rememberRewards(till, [reward("r1", "A"), reward("r2", "b"), reward("r3", "zelty-1")], new Date())
    const checks = await listRewardChecks(owner)
    expect(
      checks.map(({ id, failures }) => [id, failures.map(({ why, locations }) => [why, locations.length])]),
    ).toEqual([
      ["r3", [["no_matching_sku", 2]]],
      ["r2", [["sku_not_at_location", 1]]],
      ["r1", []],
    ])
    expect(checks[1]!.failures[0]!.locations[0]!.id).toBe(lyon.id)
  })
})

describe("an accepted alias", () => {
  const available = async (shopTill: Parameters<typeof presentRewards>[0], externalId: string) => {
    const { available } = await presentRewards(
      shopTill,
      { ref: "lyon" },
      { points: 100, available: [reward("r", externalId)], won: [], holds: new Map() },
    )
    return available[0]!
  }

  test("makes the reward work at every till, until it is removed", async () => {
    const { owner, till } = await shop()
    await putCatalog(till, [product("CAF-01"), product("BRG-02")], "upsert")
    expect(await available(till, "caf 01x, zelty-1")).toMatchObject({ why_not: "no_matching_sku" })
    await acceptAlias(owner, { alias: "CAF01X", sku: "CAF-01" })
    expect(await available(till, "caf 01x, zelty-1")).toMatchObject({ usable_here: true, skus: ["CAF-01"] })
    await removeAlias(owner, { alias: "caf01x" })
    expect(await available(till, "caf 01x, zelty-1")).toMatchObject({ why_not: "no_matching_sku" })
    await expect(removeAlias(owner, { alias: "caf01x" })).rejects.toMatchObject({ code: "not_found" })
  })

  test("maps to one product: twice at once has one effect, for another product it is refused", async () => {
    const { owner, manager, till, merchantId } = await shop()
    await putCatalog(till, [product("CAF-01"), product("BRG-02")], "upsert")
    await Promise.all([
      acceptAlias(owner, { alias: "CAF01", sku: "CAF-01" }),
      acceptAlias(manager, { alias: "caf 01", sku: "CAF-01" }),
    ])
    await expect(acceptAlias(owner, { alias: "Caf01", sku: "BRG-02" })).rejects.toMatchObject({
      code: "conflict",
    })
    expect(await listAliases(owner)).toEqual([
      expect.objectContaining({ sku: "CAF-01", productName: "Produit CAF-01" }),
    ])
    expect(
      await sql`select 1 from audit_events where merchant_id = ${merchantId} and action = 'alias.accepted'`,
    ).toHaveLength(1)
  })

  test("cannot be a product's own SKU, unless two products have it", async () => {
    const { owner, till } = await shop()
    await putCatalog(till, [product("CAF-01"), product("BRG-02"), product("brg-02")], "upsert")
    await expect(acceptAlias(owner, { alias: "caf-01", sku: "BRG-02" })).rejects.toMatchObject({
      code: "conflict",
    })
    expect(await available(till, "Brg-02")).toMatchObject({ why_not: "no_matching_sku" })
    await acceptAlias(owner, { alias: "Brg-02", sku: "BRG-02" })
    expect(await available(till, "Brg-02")).toMatchObject({ skus: ["BRG-02"] })
  })

  test("of a missing product is refused", async () => {
    const { owner } = await shop()
    await expect(acceptAlias(owner, { alias: "x", sku: "none" })).rejects.toMatchObject({ code: "not_found" })
  })
})
