import { expect, test } from "vitest"
import { isDatabaseUnavailable, toAppError } from "./database-error"
import { AppError } from "./errors"

const failure = (code: string, more: object = {}) => Object.assign(new Error("failed"), { code, ...more })

test.each([
  ["08000", "08006", "08P01"],
  ["53000", "53100", "53200", "53300", "53400"],
  ["57P01", "57P02", "57P03", "57P05"],
  ["58000", "58030"],
  ["25006", "25P03", "25P04"],
  ["55P03", "57014", "40001", "40P01"],
  ["CONNECTION_CLOSED", "CONNECTION_ENDED", "CONNECTION_DESTROYED", "CONNECT_TIMEOUT"],
  ["DATABASE_BUSY", "DATABASE_SILENT"],
])("%s and similar codes are the database's fault: unavailable and retryable", (...codes) => {
  for (const code of codes) {
    expect(toAppError(failure(code)), code).toMatchObject({ code: "unavailable" })
    // As drizzle throws it.
    expect(toAppError(new Error("Failed query", { cause: failure(code) })), code).toMatchObject({
      code: "unavailable",
    })
  }
})

test.each(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH", "EAI_AGAIN", "ENOTFOUND"])(
  "%s is the database's fault only on a database connection",
  (code) => {
    expect(isDatabaseUnavailable(failure(code, { query: "select 1" }))).toBe(true)
    expect(isDatabaseUnavailable(failure(code))).toBe(false)
  },
)

test.each(["23505", "23514", "22P02", "42601", "42501", "UNDEFINED_VALUE"])("%s is a defect", (code) => {
  expect(toAppError(failure(code))).toBeNull()
})

test("a known error keeps its meaning, and any other has none", () => {
  const error = new AppError("conflict")
  expect(toAppError(error)).toBe(error)
  for (const other of [new Error("x"), "57P01", null, undefined]) expect(toAppError(other)).toBeNull()
})
