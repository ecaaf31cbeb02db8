import { expect, test } from "vitest"
import { POS_ERRORS, type PosErrorCode, retryAfterSeconds } from "./errors"

test("every refusal that only waiting cures says for how long", () => {
  const codes = Object.keys(POS_ERRORS) as PosErrorCode[]
  const waiting = codes.filter((code) => [503, 504].includes(POS_ERRORS[code].status))
  for (const code of [...waiting, "request_in_progress"] as const)
    expect([code, retryAfterSeconds(code)]).toEqual([code, expect.any(Number)])
})
