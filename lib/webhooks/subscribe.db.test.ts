import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { connect, makeMerchant } from "@/db/testing/fixtures"
import { useSandbox } from "@/db/testing/use-sandbox"
import { connectWithToken, disconnect } from "@/lib/connections/mutations"
import { env } from "@/lib/env"
import type { Jobs } from "@/lib/jobs/list"
import { CHEZ_ROSALIE, LE_COMPTOIR } from "@/sandbox/state/seed"
import { subscribeWebhooks, unsubscribeWebhooks } from "./mutations"
import { getWebhookState } from "./queries"

const sandbox = await useSandbox()

const subscriptions = (merchantId: string) =>
  sandbox.state.tables.webhooks.rows().filter((webhook) => webhook.url.endsWith(merchantId))

test("behind https, each customer event gets one subscription, with a secret that is stored sealed", async () => {
  Object.assign(env, { APP_URL: "https://comptoir.example" })
  const { merchantId } = await makeMerchant()
  await connect(merchantId, sandbox.issueToken(LE_COMPTOIR))
  await subscribeWebhooks(merchantId)
  await subscribeWebhooks(merchantId)
  const made = subscriptions(merchantId)
  expect(made.map((webhook) => webhook.event).sort()).toEqual(["customer.created", "customer.updated"])
  expect(made[0]!.url).toBe(`https://comptoir.example/api/pongo/webhook/${merchantId}`)
  const rows = await sql<{ secret: string }[]>`
    select secret from webhook_subscriptions where merchant_id = ${merchantId}`
  expect(rows).toHaveLength(2)
  for (const { secret } of rows) expect(made.map((webhook) => webhook.secret)).not.toContain(secret)
})

test("without https nothing is subscribed: Pongo could not reach it", async () => {
  Object.assign(env, { APP_URL: "http://localhost:3000" })
  const { merchantId } = await makeMerchant()
  await connect(merchantId, sandbox.issueToken(LE_COMPTOIR))
  await subscribeWebhooks(merchantId)
  expect(subscriptions(merchantId)).toEqual([])
})

test("a failed subscription is made by the next try, and the other is not made twice", async () => {
  Object.assign(env, { APP_URL: "https://comptoir.example" })
  const { merchantId } = await makeMerchant()
  await connect(merchantId, sandbox.issueToken(LE_COMPTOIR))
  sandbox.faults.add({
    method: "POST",
    path: "/v1/webhooks",
    kind: "status",
    status: 500,
    match: { body_includes: "customer.updated" },
    times: 1,
  })
  await expect(subscribeWebhooks(merchantId)).rejects.toThrow()
  await subscribeWebhooks(merchantId)
  expect(subscriptions(merchantId)).toHaveLength(2)
})

test("another Pongo account is subscribed again; the same account is not", async () => {
  Object.assign(env, { APP_URL: "https://comptoir.example" })
  const { merchantId, owner } = await makeMerchant()
  const connectTo = async (account: string) => {
    await connectWithToken(owner, { token: sandbox.issueToken(account) })
    await subscribeWebhooks(merchantId)
  }
  await connectTo(LE_COMPTOIR)
  await connectTo(LE_COMPTOIR)
  expect(subscriptions(merchantId)).toHaveLength(2)
  await connectTo(CHEZ_ROSALIE)
  expect(subscriptions(merchantId)).toHaveLength(4)
})

test("disconnecting refuses further events and ends the subscriptions at Pongo with the old token", async () => {
  Object.assign(env, { APP_URL: "https://comptoir.example" })
  const { merchantId, owner } = await makeMerchant()
  await connectWithToken(owner, { token: sandbox.issueToken(LE_COMPTOIR) })
  await subscribeWebhooks(merchantId)
  expect(await getWebhookState(owner)).toMatchObject({
    isReachable: true,
    subscriptions: [{ event: "customer.created" }, { event: "customer.updated" }],
    error: null,
  })
  await disconnect(owner)
  expect((await getWebhookState(owner)).subscriptions).toEqual([])
  const [job] = await sql<{ payload: Jobs["unsubscribe_webhooks"] }[]>`
    select payload from graphile_worker._private_jobs
    where payload ->> 'merchantId' = ${merchantId} and payload -> 'pongoIds' is not null`
  expect(job!.payload.pongoIds).toHaveLength(2)
  sandbox.faults.add({ method: "DELETE", path: "/v1/webhooks/{id}", kind: "status", status: 503, times: 1 })
  await expect(unsubscribeWebhooks(job!.payload)).rejects.toMatchObject({ kind: "server_error" })
  await unsubscribeWebhooks(job!.payload)
  expect(subscriptions(merchantId)).toEqual([])
  // A subscription that has ended, or a token that Pongo no longer accepts, ends the job.
  await unsubscribeWebhooks(job!.payload)
  sandbox.revokeTokens({ merchantId: LE_COMPTOIR })
  await unsubscribeWebhooks(job!.payload)
})

test("a refused subscription is reported until Pongo accepts one", async () => {
  Object.assign(env, { APP_URL: "https://comptoir.example" })
  const { merchantId, owner } = await makeMerchant()
  await connect(merchantId, sandbox.issueToken(LE_COMPTOIR))
  sandbox.faults.add({ method: "POST", path: "/v1/webhooks", kind: "status", status: 422, times: 1 })
  await expect(subscribeWebhooks(merchantId)).rejects.toMatchObject({ kind: "invalid" })
  expect(await getWebhookState(owner)).toMatchObject({ error: "invalid" })
  await subscribeWebhooks(merchantId)
  expect(await getWebhookState(owner)).toMatchObject({ error: null, subscriptions: [{}, {}] })
})
