import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { codeOf, makeMerchant } from "@/db/testing/fixtures"
import { authenticateKey } from "@/lib/auth/api-key"
import { personId } from "@/lib/auth/ctx"
import { createLink, revokeLink } from "@/lib/links/mutations"
import { getPendingLink, openLink } from "@/lib/links/queries"
import { createKeyByLink } from "./by-link"
import { listApiKeys } from "./queries"

let host = 0
/** Another address each time, so that no test meets another's limit. */
const caller = () => `10.2.0.${host++}`
const tokenOf = ({ link }: { link: string }) => link.split("/").at(-1)!

async function merchantWithLink() {
  const merchant = await makeMerchant("Chez Lien")
  return { ...merchant, token: tokenOf(await createLink(merchant.manager, "key")) }
}

const use = (token: string, name = "Zelty") => createKeyByLink({ token, name }, caller())

test("a developer without an account creates the key by a link, once, and only its digest is stored", async () => {
  const { merchantId, manager, token } = await merchantWithLink()
  expect(await openLink("key", token)).toMatchObject({
    merchantName: "Chez Lien",
    createdBy: "manager",
    state: "open",
  })
  const { key } = await use(token)
  const ctx = await authenticateKey(`Bearer ${key}`, "r")
  expect(ctx).toMatchObject({ merchantId, scopes: ["checkout", "setup"], keyLocationId: null })
  const [listed] = await listApiKeys(manager)
  expect(listed).toMatchObject({ name: "Zelty", revokedAt: null })
  expect(await openLink("key", token)).toMatchObject({ state: "used" })
  expect(await getPendingLink(manager, "key")).toBeNull()
  expect(await codeOf(use(token))).toBe("link_invalid")
  const rows = await sql`
    select t::text as row from connection_links t where merchant_id = ${merchantId}
    union all select t::text from api_keys t where merchant_id = ${merchantId}`
  for (const secret of [key, token]) expect(JSON.stringify(rows)).not.toContain(secret)
})

test("two people with one link create one key, while a new link is made", async () => {
  const { manager, token } = await merchantWithLink()
  const [first, second] = await Promise.all([
    codeOf(use(token, "A")),
    codeOf(use(token, "B")),
    createLink(manager, "key"),
  ])
  expect([first, second]).toContain("link_invalid")
  const made = (await listApiKeys(manager)).filter(({ name }) => name !== "Test")
  expect(made).toHaveLength([first, second].filter((code) => code === null).length)
})

test("a replaced, revoked or expired link creates nothing, and says which it is", async () => {
  const { manager, token, merchantId } = await merchantWithLink()
  const second = tokenOf(await createLink(manager, "key"))
  const { id } = (await getPendingLink(manager, "key"))!
  await revokeLink(manager, "key", { id })
  const third = tokenOf(await createLink(manager, "key"))
  await sql`update connection_links set expires_at = now() where merchant_id = ${merchantId}`
  for (const [link, state] of [
    [token, "withdrawn"],
    [second, "withdrawn"],
    [third, "expired"],
  ] as const) {
    expect(await openLink("key", link)).toMatchObject({ state })
    expect(await codeOf(use(link))).toBe("link_invalid")
  }
  expect(await openLink("key", "kyl_unknown")).toBeNull()
  expect(await listApiKeys(manager)).toHaveLength(1)
})

test("a link ends when its maker leaves the team or becomes a viewer", async () => {
  const { merchantId, manager, token } = await merchantWithLink()
  const membership = sql`merchant_id = ${merchantId} and user_id = ${personId(manager)}`
  await sql`update memberships set role = 'viewer' where ${membership}`
  expect(await codeOf(use(token))).toBe("link_invalid")
  await sql`update memberships set role = 'manager' where ${membership}`
  expect(await openLink("key", token)).toMatchObject({ state: "open" })
  await sql`delete from memberships where ${membership}`
  expect(await openLink("key", token)).toMatchObject({ state: "withdrawn" })
  expect(await codeOf(use(token))).toBe("link_invalid")
})

test("a link to connect Pongo creates no key, and neither kind replaces the other", async () => {
  const { owner, token } = await merchantWithLink()
  const connecting = tokenOf(await createLink(owner, "connection"))
  expect(await openLink("key", connecting)).toBeNull()
  expect(await codeOf(use(connecting))).toBe("link_invalid")
  expect(await openLink("key", token)).toMatchObject({ state: "open" })
})

test("a merchant with 500 live keys keeps the link for later", async () => {
  const { merchantId, token } = await merchantWithLink()
  await sql`
    insert into api_keys (id, merchant_id, name, prefix, hash, scopes)
    select gen_random_uuid(), ${merchantId}, 'K' || n, 'cpt_', 'h' || ${merchantId}::text || n, '{setup}'
    from generate_series(1, 499) as n`
  expect(await codeOf(use(token))).toBe("too_many")
  expect(await openLink("key", token)).toMatchObject({ state: "open" })
})

test("guessing links is limited for each address", async () => {
  const { token } = await merchantWithLink()
  const address = caller()
  const guess = (token: string) => codeOf(createKeyByLink({ token, name: "x" }, address))
  for (let i = 0; i < 20; i++) expect(await guess(`kyl_${i}`)).toBe("link_invalid")
  expect(await guess(token)).toBe("too_many_attempts")
  expect(await codeOf(use(token))).toBeNull()
})

test("the trail names who made, revoked and used a link, and not the link", async () => {
  const { merchantId, manager, token } = await merchantWithLink()
  await use(token)
  await createLink(manager, "key")
  await revokeLink(manager, "key", { id: (await getPendingLink(manager, "key"))!.id })
  const trail = await sql`
    select action, actor, details from audit_events where merchant_id = ${merchantId} order by id offset 1`
  expect(trail.map(({ action, actor }) => [action, actor.split(":").at(-1)])).toEqual([
    ["key_link.created", "manager"],
    ["api_key.created", "link"],
    ["key_link.created", "manager"],
    ["key_link.revoked", "manager"],
  ])
  expect(trail[1]!.details).toMatchObject({ name: "Zelty", via: "link" })
  expect(JSON.stringify(trail)).not.toContain(token)
})
