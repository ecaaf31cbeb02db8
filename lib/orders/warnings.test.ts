import { describe, expect, test } from "vitest"
import { WARNING_CODES } from "@/db/enums"
import type { PosOrder } from "./schema"
import { findWarnings, presentWarnings } from "./warnings"

const NOW = new Date("2026-11-22T12:00:00Z")

const weighed = (quantity: number, unit_price_cents: number, total_cents: number) => {
  const line = { sku: "JAM", name: "Jambon", quantity, unit_price_cents, total_cents }
  const order = { state: "paid", total_cents, lines: [line], created_at: NOW.toISOString() }
  return findWarnings(order as PosOrder, NOW).map(({ code }) => code)
}

describe("a weighed line", () => {
  test.for([
    [0.575, 380, 219],
    [0.575, 380, 218],
    [0.345, 1000, 345],
    [1.005, 1000, 1005],
    [0.001, 499, 0],
    [2, 725, 1450],
    [-0.575, -380, 219],
    [99_999.999, 99_999_999, 9_999_999_800_000],
  ])("of %d × %d cents may be %d cents, with halves rounded either way", ([quantity, unit, total]) => {
    expect(weighed(quantity!, unit!, total!)).toEqual([])
  })

  test.for([
    [0.575, 380, 220],
    [0.575, 380, 217],
    [2, 725, 1451],
    [0.345, 1000, 346],
  ])("of %d × %d cents cannot be %d cents", ([quantity, unit, total]) => {
    expect(weighed(quantity!, unit!, total!)).toEqual(["line_total_mismatch"])
  })
})

test("every warning has a complete text in both languages", () => {
  const params = { lines: 1, total: 2, line: 3, paid: 4, at: "a", now: "b", sku: "c", name: "d" }
  for (const locale of ["fr", "en"] as const)
    for (const { message } of presentWarnings(
      WARNING_CODES.map((code) => ({ code, params })),
      locale,
    )) {
      expect(message).toMatch(/^.{20,}$/)
      expect(message).not.toContain("undefined")
    }
})

test("a warning stored as text, before there were two languages, is still read", () => {
  const stored = [{ code: "clock_far_off" as const, message: "The order is dated 1970." }]
  expect(presentWarnings(stored, "fr")).toEqual([
    { code: "clock_far_off", message: "The order is dated 1970." },
  ])
})
