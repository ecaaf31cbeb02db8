import { expect, test } from "vitest"
import { sql } from "@/db/index"
import { makeLocation, makeMerchant, refusalOf } from "@/db/testing/fixtures"
import { createApiKey, revokeApiKey } from "@/lib/api-keys/mutations"
import { listApiKeys } from "@/lib/api-keys/queries"
import type { Ctx } from "@/lib/auth/ctx"
import { acceptAlias, removeAlias } from "@/lib/catalog/aliases"
import { createView, shareView } from "@/lib/order-log/mutations"
import { inviteMember, revokeInvitation } from "@/lib/team/mutations"
import { listInvitations } from "@/lib/team/queries"
import { openTestTill } from "@/lib/test-till/mutations"

const codeAndLimit = async (call: Promise<unknown>) => {
  const refusal = await refusalOf(call)
  return refusal && { code: refusal.code, ...refusal.params }
}
/** Two calls at once when one more is allowed, in any order. */
const pairOf = async (...calls: [Promise<unknown>, Promise<unknown>]) =>
  (await Promise.all(calls.map(codeAndLimit))).toSorted((a) => (a ? 1 : -1))

test("a merchant has 500 live keys at most, of two made at once too, and a revoked one makes room", async () => {
  const { manager, merchantId, keyId } = await makeMerchant()
  const location = await makeLocation(merchantId)
  await sql`
    insert into api_keys (id, merchant_id, name, prefix, hash, scopes)
    select gen_random_uuid(), ${merchantId}, 'K' || n, 'cpt_', 'h' || ${merchantId}::text || n, '{setup}'
    from generate_series(1, 498) as n`
  const make = () => createApiKey(manager, { name: "One more", scopes: ["setup"], locationId: null })
  const refused = { code: "too_many", what: "keys", max: 500 }
  expect(await pairOf(make(), make())).toEqual([null, refused])
  expect(await codeAndLimit(openTestTill(manager, { locationId: location.id, consents: true }))).toEqual(
    refused,
  )
  await revokeApiKey(manager, { id: keyId })
  expect(await codeAndLimit(make())).toBeNull()
  const other = await makeMerchant()
  expect(
    await codeAndLimit(createApiKey(other.owner, { name: "Theirs", scopes: ["setup"], locationId: null })),
  ).toBeNull()
})

test("the keys in use are listed before the last 100 revoked ones", async () => {
  const { viewer, merchantId, keyId } = await makeMerchant()
  await sql`
    insert into api_keys (id, merchant_id, name, prefix, hash, scopes, revoked_at)
    select gen_random_uuid(), ${merchantId}, 'K' || n, 'cpt_', 'h' || ${merchantId}::text || n, '{setup}', now()
    from generate_series(1, 700) as n`
  const listed = await listApiKeys(viewer)
  expect(listed[0]?.id).toBe(keyId)
  expect(listed).toHaveLength(600)
})

test("a team has 200 people at most, invitations included, of two invited at once too", async () => {
  const { owner, merchantId } = await makeMerchant()
  await sql`
    with people as (
      insert into users (id, email, name, password_hash)
      select gen_random_uuid(), n || '@' || ${merchantId}::text || '.example', 'P' || n, 'none'
      from generate_series(1, 100) as n returning id
    )
    insert into memberships (merchant_id, user_id, role) select ${merchantId}, id, 'viewer' from people`
  await sql`
    insert into invitations (id, merchant_id, email, role, token_hash, invited_by, expires_at, revoked_at)
    select gen_random_uuid(), ${merchantId}, n || '@invited.example', 'viewer', 't' || ${merchantId}::text || n,
      ${idOf(owner)}, now() + case when n > 100 then interval '-1 day' else '1 day' end,
      case when n > 96 and n <= 100 then now() end
    from generate_series(1, 110) as n`
  const invite = (name: string) => inviteMember(owner, { email: `${name}@room.example`, role: "viewer" })
  const refused = { code: "too_many", what: "team", max: 200 }
  expect(await pairOf(invite("a"), invite("b"))).toEqual([null, refused])
  // An invitation that replaces another takes its place.
  expect(await codeAndLimit(inviteMember(owner, { email: "1@invited.example", role: "viewer" }))).toBeNull()
  expect(await codeAndLimit(invite("c"))).toEqual(refused)
  await revokeInvitation(owner, { id: (await listInvitations(owner))[0]!.id })
  expect(await codeAndLimit(invite("c"))).toBeNull()
})

test("a person has 100 views at most, and a merchant shares 100, of two at once too", async () => {
  const { owner, manager, merchantId } = await makeMerchant()
  const fill = (who: Ctx, count: number, isShared: boolean) => sql`
    insert into saved_views (id, merchant_id, user_id, name, filters, is_shared)
    select gen_random_uuid(), ${merchantId}, ${idOf(who)}, ${isShared} || 'V' || n, '{}', ${isShared}
    from generate_series(1, ${count}::int) as n`
  await fill(manager, 99, true)
  const save = (who: Ctx, name: string, isShared: boolean) => createView(who, { name, filters: {}, isShared })
  expect(await pairOf(save(manager, "a", false), save(manager, "b", false))).toEqual([
    null,
    { code: "too_many", what: "views", max: 100 },
  ])
  const { id } = await save(owner, "mine", false)
  const full = { code: "too_many", what: "shared_views", max: 100 }
  expect(await pairOf(shareView(owner, { id, isShared: true }), save(owner, "ours", true))).toEqual([
    null,
    full,
  ])
  expect(await codeAndLimit(save(owner, "theirs", true))).toEqual(full)
})

test("a merchant has 5,000 aliases at most, of two accepted at once too", async () => {
  const { manager, merchantId } = await makeMerchant()
  await sql`
    insert into products (merchant_id, sku, sku_key, name, kind, price_cents, is_active, has_paid_options)
    values (${merchantId}, 'BRG-02', 'brg-02', 'Burger', 'product', 900, true, false)`
  await sql`
    insert into sku_aliases (merchant_id, alias_key, alias, sku, accepted_by)
    select ${merchantId}, 'a' || n, 'A' || n, 'BRG-02', 'test' from generate_series(1, 4999) as n`
  const accept = (alias: string) => acceptAlias(manager, { alias, sku: "BRG-02" })
  const refused = { code: "too_many", what: "aliases", max: 5_000 }
  expect(await pairOf(accept("b1"), accept("b2"))).toEqual([null, refused])
  expect(await codeAndLimit(accept("a1"))).toBeNull()
  await removeAlias(manager, { alias: "a1" })
  expect(await codeAndLimit(accept("b3"))).toBeNull()
})

function idOf({ actor }: Ctx): string {
  if (actor.kind !== "user") throw new Error("not a person")
  return actor.id
}
