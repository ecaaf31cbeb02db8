import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { isStorable, textLength } from "@/lib/text"
import { describeToken } from "./oauth"
import { readOutsideJson } from "./outside"
import { readProblem, readStores } from "./wire/calls"
import { readCustomer, readWebhookId, readWebhookPayload } from "./wire/customers"
import { readWonRewards } from "./wire/rewards"

/** Any JavaScript string, including lone surrogates and U+0000. */
const anyText = fc.oneof(
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
  fc.constantFrom(
    "Tarte \ud83e",
    "a\0b",
    "\udc00\ud800",
    "0000-00-00 00:00:00",
    "-271821-04-20",
    "99999-12-31",
  ),
  fc.string(),
)
const anyNumber = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(1e300, -1e300, 2 ** 60, -62_167_219_200),
)
const anyValue = fc.oneof(
  anyText,
  anyNumber,
  fc.boolean(),
  fc.constant(null),
  fc.array(anyText),
  fc.dictionary(anyText, anyText),
)

const anyRecord = (names: string[]) =>
  fc.record(
    Object.fromEntries(
      names.map((name) => [
        name,
        name === "id" || name === "hash" || name === "slug" || name === "type" ? anyText : anyValue,
      ]),
    ),
    { requiredKeys: [] },
  )

const REWARD = ["id", "name", "description", "image", "type", "points", "external_id", "value", "hash"]
const WON = [...REWARD, "coupon_code", "is_used", "won_at", "used_at", "expires_at"]
const CUSTOMER = ["id", "phone", "first_name", "last_name", "email", "points", "birthday", "created_at"]
const STORE = ["slug", "public_id", "name", "address", "zip_code", "city", "country", "phone"]

/** What PostgreSQL and JSON accept: well-formed bounded text, finite numbers, four-digit years from 1900 on. */
function expectStorable(value: unknown, depth = 0) {
  expect(depth).toBeLessThanOrEqual(21)
  if (typeof value === "string") {
    expect(isStorable(value)).toBe(true)
    expect(textLength(value)).toBeLessThanOrEqual(10_000)
  } else if (typeof value === "number") expect(Number.isFinite(value)).toBe(true)
  else if (value instanceof Date) {
    const year = value.getUTCFullYear()
    expect(year >= 1900 && year <= 9999).toBe(true)
  } else if (value !== null && typeof value === "object")
    for (const [key, item] of Object.entries(value)) {
      expect(isStorable(key)).toBe(true)
      expectStorable(item, depth + 1)
    }
}

const read = (text: string) => {
  const json = readOutsideJson(text)
  return json.ok ? json.value : undefined
}

describe("anything Pongo writes", () => {
  test.for([
    ["a list of rewards", fc.array(anyRecord(WON)), readWonRewards],
    ["a list of stores", fc.array(anyRecord(STORE)), readStores],
    ["a customer", anyRecord(CUSTOMER), readCustomer],
    ["an error", anyRecord(["message", "error", "errors", "error_description"]), readProblem],
  ] as const)("%s can be stored once read", ([, records, reader]) => {
    fc.assert(
      fc.property(records as fc.Arbitrary<unknown>, (record) => {
        for (const body of [record, { data: record }]) expectStorable(reader(read(JSON.stringify(body))))
      }),
      { numRuns: 300 },
    )
  })

  test("a webhook and its id can be stored once read", () => {
    fc.assert(
      fc.property(anyRecord(["id", "created_at"]), anyRecord(CUSTOMER), (event, data) => {
        const body = JSON.stringify({ ...event, event: "customer.updated", data })
        expectStorable(readWebhookPayload(body))
        expectStorable(readWebhookId(body))
      }),
      { numRuns: 300 },
    )
  })

  test("a token's claims can be stored", () => {
    fc.assert(
      fc.property(anyRecord(["exp", "scope", "scopes"]), (claims) => {
        const { expiresAt, scopes } = describeToken(
          `x.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.y`,
        )
        expectStorable([expiresAt, scopes])
      }),
      { numRuns: 300 },
    )
  })

  test("any accepted JSON can be stored", () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: "binary", maxDepth: 30 }), (text) => expectStorable(read(text))),
    )
  })
})

test("values nested deeper than anything we read become null, and the rest is read", () => {
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`
  expect(readStores(read(`[{"slug":"bastille","name":"Bastille","address":${deep}}]`))).toMatchObject({
    ok: true,
    value: { items: [{ slug: "bastille", name: "Bastille", address: null }] },
  })
})

test("an implausibly long list is refused, not cut", () => {
  expect(readOutsideJson(JSON.stringify(Array(10_001).fill(0)))).toMatchObject({ ok: false })
  expect(readOutsideJson(JSON.stringify(Array(10_000).fill(0)))).toMatchObject({ ok: true })
})

test("a long text is cut between two characters; a long id is refused, because a cut id is a different id", () => {
  const [long, id] = ["🥧".repeat(10_001), "b".repeat(256)]
  expect(readStores([{ slug: "b", name: read(JSON.stringify(long)) }])).toMatchObject({
    value: { items: [{ name: "🥧".repeat(10_000) }] },
  })
  expect(readStores([{ slug: id }])).toMatchObject({ ok: false, jsonPath: "[0].slug" })
})

test("an id beyond 2^53 is refused: as a number it has lost digits", () => {
  expect(readStores(read('[{"slug":9007199254740993}]'))).toMatchObject({ ok: false, jsonPath: "[0].slug" })
  expect(readStores(read('[{"slug":9007199254740991}]'))).toMatchObject({ ok: true })
})

test.for(["0000-00-00 00:00:00", "0001-01-01T00:00:00Z", "99999-01-01", ""])(
  "a reward that expires at %j never expires",
  (expires_at) => {
    expect(readWonRewards([{ id: "rew_1", type: "free_product", hash: "h", expires_at }])).toMatchObject({
      value: { items: [{ expiresAt: null }] },
    })
  },
)

test.for(["0000-00-00", "1899-12-31", "2026-02-30", "2026-13-01", "99999-01-01"])(
  "the birthday %s reads as none",
  (birthday) => {
    expect(readCustomer({ id: "cust_1", birthday })).toMatchObject({ value: { birthday: null } })
  },
)
