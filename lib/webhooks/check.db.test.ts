import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { connect, makeMerchant } from "@/db/testing/fixtures"
import { useSandbox } from "@/db/testing/use-sandbox"
import { BISTROT_VIDE } from "@/sandbox/state/seed"
import { checkWebhooks, checkWebhooksNow, subscribeWebhooks } from "./mutations"
import { getWebhookState } from "./queries"

const ONE = { method: "GET", path: "/v1/webhooks/{id}" }
const sandbox = await useSandbox({ APP_URL: "https://comptoir.example" })

async function subscribed() {
  const merchant = await makeMerchant()
  const { merchantId } = merchant
  await connect(merchantId, sandbox.issueToken(BISTROT_VIDE))
  await subscribeWebhooks(merchantId)
  const atPongo = () => sandbox.state.tables.webhooks.rows().filter(({ url }) => url.endsWith(merchantId))
  const drop = (id: string) => fetch(`${sandbox.url}/_sandbox/webhooks/${id}`, { method: "DELETE" })
  const ours = async () =>
    (await sql`select pongo_id as id from webhook_subscriptions where merchant_id = ${merchantId}`)
      .map(({ id }) => id)
      .sort()
  return {
    ...merchant,
    atPongo,
    drop,
    ours,
    ids: () =>
      atPongo()
        .map(({ id }) => id)
        .sort(),
  }
}

const catchUps = (merchantId: string) => sql`
  select 1 from graphile_worker._private_jobs where key = ${`import:${merchantId}`}`

test("a lost subscription is renewed, missed changes are read, and the audit trail says so", async () => {
  const s = await subscribed()
  const [lost, kept] = s.atPongo()
  await s.drop(lost!.id)
  expect(await checkWebhooks(s.manager)).toBe(1)
  expect(s.ids()).toHaveLength(2)
  expect(s.ids()).toContain(kept!.id)
  expect(await s.ours()).toEqual(s.ids())
  expect(await catchUps(s.merchantId)).toHaveLength(1)
  expect(await getWebhookState(s.owner)).toMatchObject({
    error: null,
    checkedAt: expect.any(Date),
    renewedAt: expect.any(Date),
  })
  expect(
    await sql`select target from audit_events where merchant_id = ${s.merchantId} and action = 'webhooks.renewed'`,
  ).toEqual([{ target: lost!.event }])
})

test("subscriptions that Pongo still has stay as they are, and the page shows that", async () => {
  const s = await subscribed()
  const before = s.ids()
  expect(await checkWebhooks(s.manager)).toBe(0)
  expect(s.ids()).toEqual(before)
  expect(await getWebhookState(s.owner)).toMatchObject({ checkedAt: expect.any(Date), renewedAt: null })
  expect(await catchUps(s.merchantId)).toHaveLength(0)
})

test('a single "not found" that the next answer denies renews nothing', async () => {
  const s = await subscribed()
  const before = s.ids()
  sandbox.faults.add({ ...ONE, kind: "status", status: 404, times: 1 })
  expect(await checkWebhooks(s.manager)).toBe(0)
  expect(s.ids()).toEqual(before)
})

test.each([
  ["has no such route", { kind: "status", status: 405 }],
  ["answers in HTML", { kind: "html", status: 404 }],
] as const)("a Pongo that %s has confirmed nothing, and nothing is renewed", async (_what, fault) => {
  const s = await subscribed()
  const before = s.ids()
  sandbox.faults.add({ ...ONE, ...fault })
  expect(await checkWebhooks(s.manager)).toBe(0)
  expect(s.ids()).toEqual(before)
  expect(await getWebhookState(s.owner)).toMatchObject({ checkedAt: null, error: null })
})

test("a failed renewal is reported, and the next check renews it", async () => {
  const s = await subscribed()
  await s.drop(s.ids()[0]!)
  sandbox.faults.add({ method: "POST", path: "/v1/webhooks", kind: "status", status: 422, times: 1 })
  await expect(checkWebhooksNow(s.manager)).rejects.toMatchObject({ name: "AppError" })
  expect(await getWebhookState(s.owner)).toMatchObject({ error: "invalid" })
  expect(await checkWebhooks(s.manager)).toBe(1)
  expect(await getWebhookState(s.owner)).toMatchObject({ error: null })
})

test("two checks at once leave one subscription per event", async () => {
  const s = await subscribed()
  for (const id of s.ids()) await s.drop(id)
  const renewed = await Promise.all([checkWebhooks(s.manager), checkWebhooks(s.manager)])
  expect(renewed[0]! + renewed[1]!).toBe(2)
  expect(s.ids()).toHaveLength(2)
  expect(await s.ours()).toEqual(s.ids())
})

test("a viewer may not check, and another merchant's subscriptions stay untouched", async () => {
  const s = await subscribed()
  const other = await subscribed()
  await other.drop(other.ids()[0]!)
  await expect(checkWebhooks(s.viewer)).rejects.toMatchObject({ code: "role_required" })
  expect(await checkWebhooks(s.manager)).toBe(0)
  expect(other.ids()).toHaveLength(1)
})
