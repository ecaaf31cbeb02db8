import { createHmac } from "node:crypto"
import { expect, test } from "vitest"
import { verifyPongoSignature } from "./signature"

const secret = "whsec"
const rawBody = '{"id":"evt_1","event":"customer.created","data":{"first_name":"Inès"}}'
const now = new Date("2026-11-22T12:00:00Z")
const seconds = now.getTime() / 1000

const hmac = (timestamp: number | string, key = secret, body = rawBody) =>
  createHmac("sha256", key).update(`${body}${timestamp}`).digest("hex")
const verify = (header: string | null, body: string | Buffer = rawBody) =>
  verifyPongoSignature({ header, rawBody: body, secret, now })

test("a genuine call passes, as text or bytes", () => {
  expect(verify(`t=${seconds},v1=${hmac(seconds)}`)).toBe("ok")
  expect(verify(`t=${seconds}, v1=${hmac(seconds).toUpperCase()}`, Buffer.from(rawBody))).toBe("ok")
})

test("one valid signature among several is enough, in any position", () => {
  const [right, wrong] = [hmac(seconds), hmac(seconds, "old")]
  expect(verify(`t=${seconds},v1=${wrong},v1=${right}`)).toBe("ok")
  expect(verify(`v1=${right},v0=x,t=${seconds},v1=${wrong}`)).toBe("ok")
})

test.each([
  [-301, "too_old"],
  [-300, "ok"],
  [300, "ok"],
  [301, "too_old"],
])("%i seconds off is %s", (offset, verdict) => {
  const timestamp = seconds + offset
  expect(verify(`t=${timestamp},v1=${hmac(timestamp)}`)).toBe(verdict)
})

test("a timestamp in milliseconds is understood", () => {
  expect(verify(`t=${now.getTime()},v1=${hmac(now.getTime())}`)).toBe("ok")
})

test("another secret, body or timestamp does not match", () => {
  expect(verify(`t=${seconds},v1=${hmac(seconds, "other")}`)).toBe("mismatch")
  expect(verify(`t=${seconds},v1=${hmac(seconds)}`, `${rawBody} `)).toBe("mismatch")
  expect(verify(`t=${seconds + 1},v1=${hmac(seconds)}`)).toBe("mismatch")
})

test.each([null, ""])("%j is missing", (header) => {
  expect(verify(header)).toBe("missing")
})

test.each([
  "nonsense",
  "t=,v1=",
  `t=${seconds}`,
  `v1=${"0".repeat(64)}`,
  `t=${seconds},v1=abc`,
  `t=1e9,v1=${"0".repeat(64)}`,
  `t=-${seconds},v1=${"0".repeat(64)}`,
])("%j is malformed", (header) => {
  expect(verify(header)).toBe("malformed")
})
