import { eq } from "drizzle-orm"
import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { oauthStates } from "@/db/schema"
import { codeOf, makeMerchant } from "@/db/testing/fixtures"
import { useSandbox } from "@/db/testing/use-sandbox"
import type { Ctx } from "@/lib/auth/ctx"
import { env } from "@/lib/env"
import { LE_COMPTOIR } from "@/sandbox/state/seed"
import { finishConnecting, startConnecting } from "./mutations"
import { getConnection, listStores, requireToken } from "./queries"
import { spendState } from "./states"
import { consent, EMAIL } from "./testing/consent"

const sandbox = await useSandbox(
  {},
  {
    clientId: env.PONGO_CLIENT_ID,
    clientSecret: env.PONGO_CLIENT_SECRET,
    redirectUris: [`${env.APP_URL}/api/pongo/oauth/callback`],
  },
)

const SESSION = "ses_of_this_browser"
const begin = async (ctx: Ctx) => consent(await startConnecting(ctx, SESSION))

/** Every row of every table, including the job queue. */
async function dumpEverything(): Promise<string> {
  const tables = await sql<{ schema: string; name: string }[]>`
    select table_schema as schema, table_name as name from information_schema.tables
    where table_schema in ('public', 'graphile_worker') and table_type = 'BASE TABLE'`
  const rows = await Promise.all(
    tables.map(({ schema, name }) => sql`select t::text as row from ${sql(schema)}.${sql(name)} t`),
  )
  return JSON.stringify(rows)
}

const jobsOf = async (merchantId: string) => {
  const jobs = await sql`
    select t.identifier from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id where j.payload->>'merchantId' = ${merchantId}`
  return jobs.map((job) => job.identifier).sort()
}

test("the address of Pongo's form has the parameters Pongo needs, and nothing is connected yet", async () => {
  const { manager } = await makeMerchant()
  const url = new URL(await startConnecting(manager, SESSION))
  expect(url.origin + url.pathname).toBe(`${sandbox.url}/v1/oauth/form`)
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    client_id: env.PONGO_CLIENT_ID,
    redirect_uri: `${env.APP_URL}/api/pongo/oauth/callback`,
    state: expect.stringMatching(/^.{32,}$/),
  })
  expect(url.searchParams.get("scope")!.split(",").sort()).toEqual(
    ["customer", "order", "reward"].flatMap((noun) =>
      ["create", "read", "update"].map((verb) => `${noun}.${verb}`),
    ),
  )
  expect(await getConnection(manager)).toBeNull()
})

test("consent connects the merchant, with its account and stores", async () => {
  const { manager, merchantId } = await makeMerchant()
  await finishConnecting(manager, SESSION, await begin(manager))
  expect(await getConnection(manager)).toMatchObject({
    state: "connected",
    via: "oauth",
    missingScopes: [],
    pongoMerchantName: "Le Comptoir",
    pongoAccountEmail: EMAIL,
    storesError: null,
  })
  const slugs = (await listStores(manager)).map((store) => store.slug)
  expect(slugs.sort()).toEqual(
    sandbox.state
      .storesOf(LE_COMPTOIR)
      .map((store) => store.slug)
      .sort(),
  )
  expect(await jobsOf(merchantId)).toEqual([
    "import_customers",
    "refresh_rewards",
    "refresh_stores",
    "subscribe_webhooks",
    "suggest_stores",
    "sweep_merchant",
  ])
  const audit =
    await sql`select actor, action from audit_events where merchant_id = ${merchantId} and action = 'connection.connected'`
  expect(audit).toHaveLength(1)
  expect(audit[0]!.actor).toContain("manager")
})

const exchanges = () => sandbox.requests().filter(({ path }) => path === "/v1/oauth/token").length

test("refreshing the return after connecting reports connected, without a second exchange", async () => {
  const { manager } = await makeMerchant()
  const answer = await begin(manager)
  await finishConnecting(manager, SESSION, answer)
  const [before, asked] = [await requireToken(manager), exchanges()]
  expect(await codeOf(finishConnecting(manager, SESSION, answer))).toBeNull()
  expect(await requireToken(manager)).toEqual(before)
  expect(exchanges()).toBe(asked)
})

test("five returns at once report connected each time and connect once", async () => {
  const { manager, merchantId } = await makeMerchant()
  const answer = await begin(manager)
  const asked = exchanges()
  const codes = await Promise.all(
    Array.from({ length: 5 }, () => codeOf(finishConnecting(manager, SESSION, answer))),
  )
  expect(codes).toEqual([null, null, null, null, null])
  expect(exchanges()).toBe(asked + 1)
  const audit =
    await sql`select 1 from audit_events where merchant_id = ${merchantId} and action = 'connection.connected'`
  expect(audit).toHaveLength(1)
})

test("a double click on a failing exchange connects nothing, and neither return reports success", async () => {
  const { manager } = await makeMerchant()
  const answer = await begin(manager)
  sandbox.faults.add({ method: "POST", path: "/v1/oauth/token", kind: "status", status: 500 })
  const codes = await Promise.all([1, 2].map(() => codeOf(finishConnecting(manager, SESSION, answer))))
  expect(codes.sort()).toEqual(["oauth_exchange_failed", "oauth_state_invalid"])
  expect(await getConnection(manager)).toBeNull()
})

test("a return repeated while the first runs says so; one whose process died is refused", async () => {
  const { manager, merchantId } = await makeMerchant()
  const { state } = await begin(manager)
  const spend = () => codeOf(spendState(state, SESSION, eq(oauthStates.merchantId, merchantId), 0))
  await sql`update oauth_states set used_at = now() where merchant_id = ${merchantId}`
  expect(await spend()).toBe("oauth_in_progress")
  await sql`update oauth_states set used_at = now() - interval '10 minutes' where merchant_id = ${merchantId}`
  expect(await spend()).toBe("oauth_state_invalid")
})

test("a spent return connects nobody else, and is refused once the merchant disconnects", async () => {
  const [{ owner, manager }, stranger] = [await makeMerchant(), await makeMerchant()]
  const answer = await begin(manager)
  await finishConnecting(manager, SESSION, answer)
  expect(await codeOf(finishConnecting(manager, "ses_of_another", answer))).toBe("oauth_state_invalid")
  expect(await codeOf(finishConnecting(stranger.manager, SESSION, answer))).toBe("oauth_state_invalid")
  await sql`update connections set state = 'disconnected', token = null where merchant_id = ${owner.merchantId}`
  expect(await codeOf(finishConnecting(manager, SESSION, answer))).toBe("oauth_state_invalid")
})

test("a return in another browser session connects nothing, and the right one still works", async () => {
  const { manager } = await makeMerchant()
  const answer = await begin(manager)
  expect(await codeOf(finishConnecting(manager, "ses_of_another", answer))).toBe("oauth_state_invalid")
  expect(await getConnection(manager)).toBeNull()
  expect(await codeOf(finishConnecting(manager, SESSION, answer))).toBeNull()
})

test("a return for another merchant connects neither of the two", async () => {
  const [mine, theirs] = [await makeMerchant(), await makeMerchant()]
  const answer = await begin(theirs.manager)
  expect(await codeOf(finishConnecting(mine.manager, SESSION, answer))).toBe("oauth_state_invalid")
  expect(await getConnection(mine.manager)).toBeNull()
  expect(await getConnection(theirs.manager)).toBeNull()
})

test("a form left open for more than 10 minutes must be started again", async () => {
  const { manager, merchantId } = await makeMerchant()
  const answer = await begin(manager)
  const [state] = await sql`
    select extract(epoch from expires_at - created_at)::int as seconds from oauth_states where merchant_id = ${merchantId}`
  expect(state!.seconds).toBeGreaterThanOrEqual(595)
  expect(state!.seconds).toBeLessThanOrEqual(605)
  await sql`update oauth_states set expires_at = now() - interval '1 ms' where merchant_id = ${merchantId}`
  expect(await codeOf(finishConnecting(manager, SESSION, answer))).toBe("oauth_state_invalid")
  expect(await getConnection(manager)).toBeNull()
})

test.for([{}, { state: "st_made_up", code: "x" }, { code: "x" }, { state: "", code: "x" }])(
  "an unsolicited return connects nothing: %j",
  async (answer) => {
    const { manager } = await makeMerchant()
    await startConnecting(manager, SESSION)
    expect(await codeOf(finishConnecting(manager, SESSION, answer))).toBe("oauth_state_invalid")
    expect(await getConnection(manager)).toBeNull()
  },
)

test("a refusal at Pongo is reported, connects nothing and spends the state", async () => {
  const { manager } = await makeMerchant()
  const denied = await consent(await startConnecting(manager, SESSION), "refuse")
  expect(denied.error).toBe("access_denied")
  expect(await codeOf(finishConnecting(manager, SESSION, denied))).toBe("oauth_denied")
  expect(await codeOf(finishConnecting(manager, SESSION, { state: denied.state, code: "x" }))).toBe(
    "oauth_state_invalid",
  )
  expect(await getConnection(manager)).toBeNull()
})

test("a return without a code connects nothing", async () => {
  const { manager } = await makeMerchant()
  const { state } = await begin(manager)
  expect(await codeOf(finishConnecting(manager, SESSION, { state }))).toBe("oauth_state_invalid")
})

test("a code that Pongo does not know connects nothing", async () => {
  const { manager } = await makeMerchant()
  const { state } = await begin(manager)
  expect(await codeOf(finishConnecting(manager, SESSION, { state, code: "made-up" }))).toBe(
    "oauth_exchange_failed",
  )
  expect(await getConnection(manager)).toBeNull()
})

test.for(["status", "reset", "html", "empty", "truncated_json"] as const)(
  "when Pongo answers the exchange with %s, the previous connection stays",
  async (kind) => {
    const { manager } = await makeMerchant()
    await finishConnecting(manager, SESSION, await begin(manager))
    const before = await requireToken(manager)
    const answer = await begin(manager)
    sandbox.faults.add({ method: "POST", path: "/v1/oauth/token", kind, status: 500 })
    expect(await codeOf(finishConnecting(manager, SESSION, answer))).toBe("oauth_exchange_failed")
    expect(await requireToken(manager)).toEqual(before)
    expect((await getConnection(manager))!.state).toBe("connected")
  },
)

test("a token that Pongo itself refuses is not kept", async () => {
  const { manager } = await makeMerchant()
  sandbox.faults.add({ path: "/v1/oauth/me", kind: "status", status: 401 })
  expect(await codeOf(finishConnecting(manager, SESSION, await begin(manager)))).toBe("token_refused")
  expect(await getConnection(manager)).toBeNull()
})

test("a single refusal of a token that Pongo has just issued is asked again", async () => {
  const { manager } = await makeMerchant()
  sandbox.faults.add({ path: "/v1/oauth/me", kind: "status", status: 401, times: 1 })
  await finishConnecting(manager, SESSION, await begin(manager))
  expect(await getConnection(manager)).toMatchObject({ state: "connected", pongoMerchantName: "Le Comptoir" })
})

test("when Pongo goes down after the exchange, the merchant is connected and the stores follow", async () => {
  const { manager, merchantId } = await makeMerchant()
  sandbox.faults.add({ path: "/v1/oauth/me", kind: "reset" })
  sandbox.faults.add({ path: "/v1/stores", kind: "reset" })
  await finishConnecting(manager, SESSION, await begin(manager))
  expect(await getConnection(manager)).toMatchObject({
    state: "connected",
    pongoMerchantName: null,
    storesFetchedAt: null,
    storesError: expect.stringMatching(/./),
  })
  expect(await listStores(manager)).toEqual([])
  expect(await jobsOf(merchantId)).toContain("refresh_stores")
})

test("no table holds the token, the code or the state in clear", async () => {
  const { manager } = await makeMerchant()
  const answer = await begin(manager)
  await finishConnecting(manager, SESSION, answer)
  const { token } = await requireToken(manager)
  expect(sandbox.state.tables.tokens.get(token)).toBeDefined()
  const dump = await dumpEverything()
  for (const secret of [token, token.slice(0, 40), answer.code!, answer.state])
    expect(dump).not.toContain(secret)
  expect(dump).not.toContain(Buffer.from(token).toString("base64").slice(0, 40))
  expect(dump).not.toContain(env.PONGO_CLIENT_SECRET)
})

test("a sealed token copied to another merchant's row does not open", async () => {
  const [mine, theirs] = [await makeMerchant(), await makeMerchant()]
  for (const { manager } of [mine, theirs]) await finishConnecting(manager, SESSION, await begin(manager))
  await sql`
    update connections set token = (select token from connections where merchant_id = ${theirs.merchantId})
    where merchant_id = ${mine.merchantId}`
  await expect(requireToken(mine.manager)).rejects.toThrow()
  expect((await requireToken(theirs.manager)).token).toMatch(/./)
})
