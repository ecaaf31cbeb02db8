import { createServer, type IncomingHttpHeaders } from "node:http"
import type { AddressInfo } from "node:net"
import { Webhook, WebhookVerificationError } from "standardwebhooks"
import { describe, expect, onTestFinished, test } from "vitest"
import { ALERT_KINDS } from "@/db/enums"
import { db, sql } from "@/db/index"
import { eventually, makeMerchant } from "@/db/testing/fixtures"
import type { Ctx } from "@/lib/auth/ctx"
import { startJobRunner } from "@/lib/worker/job-runner"
import { dispatchAlert } from "./dispatch"
import { addEndpoint, removeEndpoint, resendAlert, sendTestWebhook } from "./mutations"
import { listAlertDeliveries, listEndpoints } from "./queries"
import { raiseAlert } from "./raise"
import type { NewAlert } from "./schema"
import { sendAlertWebhook } from "./send-webhook"

type Seen = {
  headers: IncomingHttpHeaders
  raw: string
  body: { type: string; data: Record<string, unknown> }
}

/** A real receiver that answers with these statuses, repeating the last one. */
async function receive(...statuses: number[]) {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const raw = Buffer.concat(chunks).toString()
    seen.push({ headers: request.headers, raw, body: JSON.parse(raw) })
    response.writeHead(statuses[Math.min(seen.length, statuses.length) - 1] ?? 204).end()
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://localhost:${(server.address() as AddressInfo).port}/hook`, seen }
}

const gap = (key = "d1"): NewAlert => ({
  kind: "day_gap",
  key,
  params: { location: "Lyon", day: "2026-11-27", orders: 3, amountCents: 4350 },
  href: "/reconciliation",
})

async function tell(ctx: Ctx, alert = gap()): Promise<string[]> {
  await db.transaction((tx) => raiseAlert(ctx, alert, tx))
  const [row] = await sql<{ id: string }[]>`
    select id from alerts where merchant_id = ${ctx.merchantId} and key = ${alert.key}`
  await dispatchAlert({ merchantId: ctx.merchantId, alertId: row!.id })
  const posts = await sql<{ id: string }[]>`
    select id from alert_deliveries where alert_id = ${row!.id} and endpoint_id is not null order by id`
  return posts.map(({ id }) => id)
}
const send = (ctx: Ctx, deliveryId: string) => sendAlertWebhook({ merchantId: ctx.merchantId, deliveryId })
const postsOf = async (ctx: Ctx) =>
  (await listAlertDeliveries(ctx)).filter(({ channel }) => channel === "webhook")
const all = (url: string) => ({ url, kinds: [...ALERT_KINDS] })

describe("an endpoint", () => {
  test("receives the alert, signed so that the Standard Webhooks library verifies it with the right secret only", async () => {
    const { owner, merchantId, slug } = await makeMerchant("Chez Rosalie")
    const receiver = await receive(204)
    const { secret } = await addEndpoint(owner, all(receiver.url))
    const [id] = await tell(owner)
    await send(owner, id!)

    const [{ headers, raw }] = receiver.seen as [Seen]
    const signed = headers as Record<string, string>
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(new Webhook(secret).verify(raw, signed)).toEqual({
      type: "day.gap",
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      data: {
        alert_id: expect.any(String),
        merchant: { id: merchantId, name: "Chez Rosalie" },
        location: "Lyon",
        day: "2026-11-27",
        orders: 3,
        amount_cents: 4350,
        currency: "EUR",
        url: `http://localhost:3000/m/${slug}/reconciliation`,
        fr: { title: expect.stringContaining("manquent"), text: expect.stringContaining("43,50") },
        en: { title: expect.stringContaining("are missing"), text: expect.stringContaining("€43.50") },
      },
    })
    expect(signed["webhook-id"]).toBe(`msg_${id}`)
    const other = `whsec_${Buffer.alloc(32, 9).toString("base64")}`
    expect(() => new Webhook(other).verify(raw, signed)).toThrow(WebhookVerificationError)
    expect(() => new Webhook(secret).verify(raw.replace("3", "4"), signed)).toThrow(WebhookVerificationError)
  })

  test("that fails is retried by the worker, under the same id, until it accepts", async () => {
    const { owner } = await makeMerchant()
    const receiver = await receive(500, 503, 200)
    const { id: endpointId } = await addEndpoint(owner, all(receiver.url))
    await sendTestWebhook(owner, { id: endpointId })
    const runner = await startJobRunner()
    onTestFinished(() => runner.stop())
    // graphile-worker waits e^attempt seconds; the test skips the wait.
    await eventually("the third attempt is made", async () => {
      await sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null`
      return receiver.seen.length === 3
    })
    const post = await eventually("the delivery is recorded", async () =>
      (await postsOf(owner)).find(({ state }) => state === "sent"),
    )
    expect(post).toMatchObject({ kind: "test", attempts: 3, httpStatus: 200, error: null })
    expect(new Set(receiver.seen.map(({ headers }) => headers["webhook-id"])).size).toBe(1)
    expect(receiver.seen[0]?.body.type).toBe("test")
  })

  test("is called once, however many workers send and however often", async () => {
    const { owner } = await makeMerchant()
    const receiver = await receive(204)
    await addEndpoint(owner, all(receiver.url))
    const [id] = await tell(owner)
    await tell(owner)
    await Promise.all(Array.from({ length: 10 }, () => send(owner, id!)))
    await send(owner, id!)
    expect(receiver.seen).toHaveLength(1)
  })

  test("that is gone (410) or redirects: the first is abandoned at once, the second retried", async () => {
    const { owner } = await makeMerchant()
    const [gone, redirect] = [await receive(410), await receive(302)]
    await addEndpoint(owner, all(gone.url))
    await addEndpoint(owner, all(redirect.url))
    const [first, second] = await tell(owner)
    await send(owner, first!)
    await expect(send(owner, second!)).rejects.toThrow("HTTP 302")
    const posts = await postsOf(owner)
    expect(posts.find(({ recipient }) => recipient === gone.url)).toMatchObject({
      state: "failed",
      httpStatus: 410,
    })
    expect(posts.find(({ recipient }) => recipient === redirect.url)).toMatchObject({ state: "waiting" })
  })

  test("without a listener is retried, and abandoned after a day", async () => {
    const { owner, merchantId } = await makeMerchant()
    await addEndpoint(owner, all("http://localhost:9/hook"))
    const [id] = await tell(owner)
    await expect(send(owner, id!)).rejects.toThrow("webhook not taken")
    await sql`update alert_deliveries set attempts = 11 where merchant_id = ${merchantId}`
    await send(owner, id!)
    expect(await postsOf(owner)).toMatchObject([{ state: "failed", attempts: 12, httpStatus: null }])
  })

  test("that was removed gets nothing more, pending alerts included", async () => {
    const { owner } = await makeMerchant()
    const receiver = await receive(204)
    const { id: endpointId } = await addEndpoint(owner, all(receiver.url))
    const [id] = await tell(owner)
    await removeEndpoint(owner, { id: endpointId })
    await send(owner, id!)
    expect(await tell(owner, gap("d2"))).toEqual([])
    expect(receiver.seen).toEqual([])
    expect(await postsOf(owner)).toMatchObject([
      { state: "skipped", reason: "removed", recipient: receiver.url },
    ])
    expect(await listEndpoints(owner)).toEqual([])
  })

  test("gets only the kinds that were chosen", async () => {
    const { owner } = await makeMerchant()
    const receiver = await receive(204)
    await addEndpoint(owner, { url: receiver.url, kinds: ["incident_opened"] })
    expect(await tell(owner)).toEqual([])
  })

  test("keeps its secret sealed, and never shows it again", async () => {
    const { owner, merchantId } = await makeMerchant()
    const { secret } = await addEndpoint(owner, all("http://localhost:9/hook"))
    const [row] = await sql<
      { secret: string }[]
    >`select secret from alert_endpoints where merchant_id = ${merchantId}`
    expect(row?.secret).not.toContain(secret.slice(6, 20))
    expect(JSON.stringify(await listEndpoints(owner))).not.toContain("secret")
  })

  test("must be a public https address, and there are five at most", async () => {
    const { owner } = await makeMerchant()
    for (const url of [
      "http://example.org/",
      "https://10.0.0.1/",
      "https://nobody.invalid/",
      "https://[fd00::1]/",
    ])
      await expect(addEndpoint(owner, all(url))).rejects.toMatchObject({ code: "webhook_address_refused" })
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => addEndpoint(owner, all(`http://localhost:9/${index}`))),
    )
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(5)
    expect(await listEndpoints(owner)).toHaveLength(5)
  })
})

test("another merchant's alerts never reach it", async () => {
  const [ours, theirs] = [await makeMerchant("Ours"), await makeMerchant("Theirs")]
  const receiver = await receive(204)
  await addEndpoint(ours.owner, all(receiver.url))
  expect(await tell(theirs.owner)).toEqual([])
  const [id] = await tell(ours.owner)
  await send(theirs.owner, id!)
  expect(receiver.seen).toEqual([])
})

describe("an abandoned webhook", () => {
  test("is sent again by a manager, under its id, and once although two press at once", async () => {
    const { owner, manager } = await makeMerchant()
    const receiver = await receive(410, 200)
    await addEndpoint(owner, all(receiver.url))
    const [id] = await tell(owner)
    await send(owner, id!)
    expect(await postsOf(owner)).toMatchObject([{ state: "failed", httpStatus: 410 }])

    const runner = await startJobRunner()
    onTestFinished(() => runner.stop())
    const presses = await Promise.allSettled([owner, manager].map((who) => resendAlert(who, { id: id! })))
    expect(presses.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
    await eventually("the message is sent", async () => (await postsOf(owner))[0]?.state === "sent")
    expect(receiver.seen.map(({ headers }) => headers["webhook-id"])).toEqual([`msg_${id}`, `msg_${id}`])
    expect(await postsOf(owner)).toMatchObject([{ attempts: 1, httpStatus: 200, error: null }])
    await expect(resendAlert(owner, { id: id! })).rejects.toMatchObject({ code: "conflict" })
  })

  test("whose address was removed is not sent again", async () => {
    const { owner } = await makeMerchant()
    const receiver = await receive(410)
    const { id: endpointId } = await addEndpoint(owner, all(receiver.url))
    const [id] = await tell(owner)
    await send(owner, id!)
    await removeEndpoint(owner, { id: endpointId })
    await expect(resendAlert(owner, { id: id! })).rejects.toMatchObject({ code: "conflict" })
    expect(await postsOf(owner)).toMatchObject([{ state: "failed", isRemoved: true }])
  })
})
