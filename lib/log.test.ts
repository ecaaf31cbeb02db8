import { describe, expect, test } from "vitest"
import { createLogger, scrubText } from "@/lib/log"

function recorder() {
  const lines: string[] = []
  const logger = createLogger({ write: (line) => lines.push(line) }, "trace")
  return { logger, written: () => lines.join(""), lines }
}

const PHONES = [
  "+33612345678",
  "06 12 34 56 78",
  "33612345678",
  "+33 (0)6.12.34.56.78",
  "0470 12 34 56",
  "(202) 555-0123",
]
const EMAIL = "ines.martin+resto@example.com"
const KEY = "cpt_4fT9sK2mQx7LpZ"
const JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"

describe("a log line never contains", () => {
  test.each([...PHONES, EMAIL, KEY, JWT])("%s in a message", (secret) => {
    const { logger, written } = recorder()
    logger.info(`found ${secret}, went on`)
    logger.info("found %s, went on", secret)
    logger.info({ note: `\n${secret}\t"${secret}"` }, "with a field")
    logger.info({ deep: { list: [{ note: secret }] } })
    expect(written()).not.toContain(secret)
    expect(written()).toContain("went on")
  })

  test("a phone in a path or a query", () => {
    const { logger, written } = recorder()
    logger.info({ path: "/v1/customers/phone/33612345678", url: "/orders?phone=%2B33612345678&page=2" })
    expect(written()).not.toMatch(/612345678/)
    expect(written()).toContain("page=2")
  })

  test("secret fields, at any depth and in any spelling", () => {
    const { logger, written } = recorder()
    const customer = { phone: 33612345678, first_name: "Inès", lastName: "Martin", email: null }
    logger.info({
      order: { customer },
      pongo_access_token: "x1",
      clientSecret: "x2",
      Password: "x3",
      pin: "4821",
    })
    for (const told of ["612345678", "Inès", "Martin", "x1", "x2", "x3", "4821"])
      expect(written()).not.toContain(told)
  })

  test("a request's secret headers", () => {
    const { logger, written } = recorder()
    const headers = { authorization: `Bearer ${KEY}`, cookie: "session=abcdef", accept: "application/json" }
    logger.info({ headers })
    logger.info({ headers: new Headers(headers) })
    logger.info(`sent Authorization: Bearer ${JWT}`)
    expect(written()).not.toMatch(/cpt_|abcdef|eyJ/)
    expect(written()).toContain("application/json")
  })

  test("secrets in an error's message, stack, fields or cause", () => {
    const { logger, written } = recorder()
    const cause = new Error(`no route for ${PHONES[0]}`)
    const error = Object.assign(new Error(`The phone ${PHONES[2]} of ${EMAIL} is taken`, { cause }), {
      code: "conflict",
      exchange: { requestBody: { note: "private" }, responseBody: "private", status: 409 },
    })
    logger.error(error)
    logger.error({ err: error }, "failed")
    logger.child({ err: error }).error("failed")
    expect(written()).not.toMatch(/612345678|ines\.martin|private/)
    expect(written()).toContain('"code":"conflict"')
    expect(written()).toContain('"status":409')
    expect(written()).toContain("log.test.ts")
  })

  test("secrets bound to a child or grandchild logger", () => {
    const { logger, written } = recorder()
    logger.child({ email: EMAIL, note: PHONES[1] }).child({ token: "abcdef", by: EMAIL }).info("hello")
    expect(written()).not.toMatch(/ines|06 12|abcdef/)
  })

  test("addresses with a password, and codes in a query", () => {
    expect(scrubText("postgres://comptoir:hunter2@db:5432/comptoir")).not.toContain("hunter2")
    expect(scrubText("/callback?code=abc123&state=xyz789&page=2")).toBe(
      "/callback?code=[redacted]&state=[redacted]&page=2",
    )
  })
})

test("a log line keeps what a reader needs", () => {
  const { logger, lines } = recorder()
  const fields = {
    order_id: "A-2041",
    delivery_id: "01934567-8901-7234-8567-061234567890",
    customer_id: "cust_9f2c",
    closed_at: "2026-11-22T12:00:00+01:00",
    day: "2026-11-22",
    total_cents: 235000,
    started_ms: 1732233445566,
    host: "192.168.100.101:5432",
    duration: "1532.25 ms",
    state: "open",
    at: new Date("2026-11-22T11:00:00Z"),
    nothing: null,
  }
  logger.warn(fields, "2 of 3 orders, 1732233445566 ms, 2026-11-22 12:00:00")
  expect(JSON.parse(lines[0]!)).toMatchObject({
    ...fields,
    at: "2026-11-22T11:00:00.000Z",
    level: "warn",
    msg: "2 of 3 orders, 1732233445566 ms, 2026-11-22 12:00:00",
  })
})

test("circular or huge values do not prevent the line", () => {
  const { logger, lines } = recorder()
  const circle: Record<string, unknown> = { name: "a" }
  circle.self = circle
  logger.info(
    { circle, bytes: Buffer.from("secret"), list: Array.from({ length: 1_000 }, (_, index) => index) },
    "ok",
  )
  const line = JSON.parse(lines[0]!)
  expect(line.msg).toBe("ok")
  expect(line.bytes).toBe("[bytes]")
  expect(line.list).toHaveLength(50)
})

test("a long text without spaces is scrubbed quickly", () => {
  const startedAt = performance.now()
  for (const unit of ["a", "0", "a.", "+3", "0 ", "Bearer ", "http://a"]) scrubText(unit.repeat(20_000))
  expect(performance.now() - startedAt).toBeLessThan(2_000)
})
