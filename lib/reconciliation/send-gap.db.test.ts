import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { connect, makeLocation, makeMerchant, paidOrder } from "@/db/testing/fixtures"
import type { Ctx } from "@/lib/auth/ctx"
import { env } from "@/lib/env"
import { acceptOrder } from "@/lib/orders/accept"
import { runReplay } from "@/lib/replays/run"
import { sendGap } from "./send-gap"

const DAY = "2026-11-20"

async function shop() {
  const merchant = await makeMerchant()
  const { merchantId } = merchant
  await connect(merchantId, "a-token")
  const location = await makeLocation(merchantId, { storeSlug: "a-store" })
  const fail = async (
    closedAt = `${DAY}T13:00:00+01:00`,
    ref = location.ref,
    changes: Record<string, unknown> = {},
  ) => {
    const order = paidOrder(ref, { closed_at: closedAt })
    const { id } = (await acceptOrder(merchant.till, order, "en")).answer
    await sql`update deliveries set ${sql({ state: "failed", reason: "rejected_by_pongo", attempts: 1, ...changes })} where order_id = ${id}`
    return id
  }
  const send = (ctx: Ctx, location?: string) => sendGap(ctx, { day: DAY, location, name: "Gap" })
  const requests = () => sql<{ id: string }[]>`
    select order_id as id from order_events where merchant_id = ${merchantId} and kind = 'replay_requested' order by order_id`
  const run = async () => {
    for (const { id } of await sql<
      { id: string }[]
    >`select id from replays where merchant_id = ${merchantId}`)
      await runReplay({ merchantId, replayId: id })
  }
  return { ...merchant, location, fail, send, requests, run }
}

test("the day's failed orders are sent again once, and nothing else", async () => {
  const { manager, merchantId, fail, send, requests, run } = await shop()
  const other = await makeLocation(merchantId, { storeSlug: "b-store" })
  const unmapped = await makeLocation(merchantId)
  const ids = [await fail(), await fail(undefined, other.ref)]
  await fail(undefined, unmapped.ref)
  await fail(undefined, undefined, { is_test: true })
  await fail(undefined, undefined, { state: "delivered", reason: null })
  await fail(undefined, undefined, { state: "retrying", reason: null })
  await fail("2026-11-21T05:00:00+01:00")
  const refunded = await fail()
  await sql`update orders set state = 'refunded' where id = ${refunded}`
  expect(await send(manager)).toMatchObject({ orders: 2, state: "scheduled" })
  await run()
  expect((await requests()).map(({ id }) => id)).toEqual([...ids].sort())
})

test("sending one location's gap does not touch the others", async () => {
  const { manager, merchantId, fail, send, requests, run } = await shop()
  const other = await makeLocation(merchantId, { storeSlug: "b-store" })
  await fail()
  const id = await fail(undefined, other.ref)
  await send(manager, other.id)
  await run()
  expect(await requests()).toEqual([{ id }])
})

test("sent by two people at once, and again, it is one replay", async () => {
  const { owner, manager, merchantId, fail, send, requests, run } = await shop()
  for (let n = 0; n < 5; n++) await fail()
  const outcomes = await Promise.allSettled([send(owner), send(manager), send(owner), send(manager)])
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
  for (const outcome of outcomes)
    if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "replay_empty" })
  await expect(send(manager)).rejects.toMatchObject({ code: "replay_empty" })
  await run()
  expect(await requests()).toHaveLength(5)
  expect(await sql`select 1 from replays where merchant_id = ${merchantId}`).toHaveLength(1)
  await expect(send(manager)).rejects.toMatchObject({ code: "replay_empty" })
})

test("a gap larger than the merchant's threshold waits for a second person", async () => {
  const { manager, merchantId, fail, send, requests, run } = await shop()
  await sql`update merchants set replay_approval_threshold = 1 where id = ${merchantId}`
  await fail()
  await fail()
  expect(await send(manager)).toMatchObject({ state: "awaiting_approval" })
  await run()
  expect(await requests()).toEqual([])
})

test("a viewer is refused, and nothing changes", async () => {
  const { viewer, merchantId, fail, send } = await shop()
  await fail()
  await expect(send(viewer)).rejects.toMatchObject({ code: "role_required" })
  expect(await sql`select 1 from replays where merchant_id = ${merchantId}`).toEqual([])
})

test("more merchants at once than there are connections each get their replay", async () => {
  const shops = await Promise.all(Array.from({ length: env.DATABASE_POOL_SIZE + 1 }, shop))
  await Promise.all(shops.map(({ fail }) => fail()))
  const presses = shops.flatMap(({ manager, send }) => [send(manager), send(manager), send(manager)])
  const outcomes = await Promise.allSettled(presses)
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(shops.length)
})
