import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { codeOf, makeMerchant } from "@/db/testing/fixtures"
import { useSandbox } from "@/db/testing/use-sandbox"
import { personId } from "@/lib/auth/ctx"
import { env } from "@/lib/env"
import { createLink, revokeLink } from "@/lib/links/mutations"
import { getPendingLink, openLink } from "@/lib/links/queries"
import { findBegun, finishByLink, startByLink } from "./by-link"
import { finishConnecting, startConnecting } from "./mutations"
import { getConnection } from "./queries"
import { consent } from "./testing/consent"

const sandbox = await useSandbox(
  {},
  {
    clientId: env.PONGO_CLIENT_ID,
    clientSecret: env.PONGO_CLIENT_SECRET,
    redirectUris: [`${env.APP_URL}/api/pongo/oauth/callback`],
  },
)

const BROWSER = "lb_of_this_browser"
const ROSALIE = "rosalie@chezrosalie.test"

async function merchantWithLink() {
  const merchant = await makeMerchant("Chez Lien")
  const { link } = await createLink(merchant.owner, "connection")
  return { ...merchant, token: link.split("/").at(-1)! }
}

test("a person without an account connects Pongo for the merchant by a link, once", async () => {
  const { owner, token } = await merchantWithLink()
  expect(await openLink("connection", token)).toMatchObject({
    merchantName: "Chez Lien",
    createdBy: "owner",
    state: "open",
  })
  const answer = await consent(await startByLink(token, BROWSER))
  expect(await findBegun(answer.state, undefined)).toBe("link")
  await finishByLink(BROWSER, answer)
  expect(await getConnection(owner)).toMatchObject({ state: "connected", pongoMerchantName: "Le Comptoir" })
  expect(await openLink("connection", token)).toMatchObject({ state: "used" })
  expect(await getPendingLink(owner, "connection")).toBeNull()
  expect(await codeOf(startByLink(token, BROWSER))).toBe("link_invalid")
})

test("refreshing or double-clicking a link's return reports connected each time, and connects once", async () => {
  const { token, merchantId } = await merchantWithLink()
  const answer = await consent(await startByLink(token, BROWSER))
  const finish = (browser: string) => codeOf(finishByLink(browser, answer))
  expect(await Promise.all([finish(BROWSER), finish(BROWSER)])).toEqual([null, null])
  expect(await finish(BROWSER)).toBeNull()
  expect(await finish("lb_of_another")).toBe("oauth_state_invalid")
  const audit =
    await sql`select 1 from audit_events where merchant_id = ${merchantId} and action = 'connection.connected'`
  expect(audit).toHaveLength(1)
})

test("two browsers with one link connect once", async () => {
  const { token } = await merchantWithLink()
  const answers = await Promise.all(
    ["lb_1", "lb_2"].map(async (browser) => ({
      browser,
      answer: await consent(await startByLink(token, browser)),
    })),
  )
  const codes = await Promise.all(answers.map(({ browser, answer }) => codeOf(finishByLink(browser, answer))))
  expect(codes.sort()).toEqual([null, "link_invalid"].sort())
})

test("a replaced, revoked or expired link opens nothing", async () => {
  const { owner, token, merchantId } = await merchantWithLink()
  const second = (await createLink(owner, "connection")).link.split("/").at(-1)!
  expect(await openLink("connection", token)).toMatchObject({ state: "withdrawn" })
  expect(await codeOf(startByLink(token, BROWSER))).toBe("link_invalid")

  const pending = await getPendingLink(owner, "connection")
  const begun = await consent(await startByLink(second, BROWSER))
  await revokeLink(owner, "connection", { id: pending!.id })
  expect(await codeOf(revokeLink(owner, "connection", { id: pending!.id }))).toBe("conflict")
  expect(await codeOf(finishByLink(BROWSER, begun))).toBe("link_invalid")

  const third = (await createLink(owner, "connection")).link.split("/").at(-1)!
  await sql`update connection_links set expires_at = now() - interval '1 ms' where merchant_id = ${merchantId}`
  expect(await openLink("connection", third)).toMatchObject({ state: "expired" })
  expect(await codeOf(startByLink(third, BROWSER))).toBe("link_invalid")
  expect(await getConnection(owner)).toBeNull()
})

test("after a refusal at Pongo or a failed exchange the link can be tried again", async () => {
  const { owner, token } = await merchantWithLink()
  expect(
    await codeOf(finishByLink(BROWSER, await consent(await startByLink(token, BROWSER), "refuse"))),
  ).toBe("oauth_denied")
  sandbox.faults.add({ method: "POST", path: "/v1/oauth/token", kind: "status", status: 500 })
  expect(await codeOf(finishByLink(BROWSER, await consent(await startByLink(token, BROWSER))))).toBe(
    "oauth_exchange_failed",
  )
  sandbox.faults.clear()
  await finishByLink(BROWSER, await consent(await startByLink(token, BROWSER)))
  expect(await getConnection(owner)).toMatchObject({ state: "connected" })
})

test("a return to another browser, or through a signed-in session, changes nothing", async () => {
  const { owner, slug, token } = await merchantWithLink()
  const answer = await consent(await startByLink(token, BROWSER))
  expect(await codeOf(finishByLink("lb_of_another", answer))).toBe("oauth_state_invalid")
  expect(await codeOf(finishConnecting(owner, "ses_1", answer))).toBe("oauth_state_invalid")
  const own = await consent(await startConnecting(owner, "ses_1"))
  expect(await findBegun(own.state, "ses_1")).toMatchObject({ slug })
  expect(await findBegun(own.state, "ses_of_another")).toBeNull()
  expect(await codeOf(finishByLink("ses_1", own))).toBe("oauth_state_invalid")
  expect(await getConnection(owner)).toBeNull()
})

test("a link renews a connection and never switches it to another Pongo account", async () => {
  const { owner, token } = await merchantWithLink()
  await finishByLink(BROWSER, await consent(await startByLink(token, BROWSER)))
  const again = (await createLink(owner, "connection")).link.split("/").at(-1)!
  const foreign = await consent(await startByLink(again, BROWSER), "authorize", ROSALIE)
  expect(await codeOf(finishByLink(BROWSER, foreign))).toBe("pongo_account_differs")
  expect(await getConnection(owner)).toMatchObject({ pongoMerchantName: "Le Comptoir" })
  await finishByLink(BROWSER, await consent(await startByLink(again, BROWSER)))
  expect(await getPendingLink(owner, "connection")).toBeNull()
})

test("only an owner makes a link, and another merchant's owner neither sees nor revokes it", async () => {
  const { owner, manager, token } = await merchantWithLink()
  const stranger = await makeMerchant()
  expect(await codeOf(createLink(manager, "connection"))).toBe("role_required")
  expect(await getPendingLink(stranger.owner, "connection")).toBeNull()
  const { id } = (await getPendingLink(owner, "connection"))!
  expect(await codeOf(revokeLink(stranger.owner, "connection", { id }))).toBe("conflict")
  expect(await codeOf(revokeLink(manager, "connection", { id }))).toBe("role_required")
  expect(await openLink("connection", token)).toMatchObject({ state: "open" })
})

test("a link ends when its maker is no longer an owner", async () => {
  const { owner, token, merchantId } = await merchantWithLink()
  const answer = await consent(await startByLink(token, BROWSER))
  await sql`update memberships set role = 'manager' where merchant_id = ${merchantId} and user_id = ${personId(owner)}`
  expect(await openLink("connection", token)).toMatchObject({ state: "withdrawn" })
  expect(await codeOf(finishByLink(BROWSER, answer))).toBe("link_invalid")
})

test("no table stores the link itself", async () => {
  const { token, merchantId } = await merchantWithLink()
  const rows = await sql`select t::text as row from connection_links t where merchant_id = ${merchantId}`
  expect(JSON.stringify(rows)).not.toContain(token)
})
