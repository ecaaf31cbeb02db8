import { expect, test } from "vitest"
import { z } from "zod"
import type { AppError } from "@/lib/errors"
import { posOrder } from "@/lib/orders/schema"
import { validate } from "./body"

const refusal = (schema: z.ZodType, value: unknown): AppError => {
  try {
    validate(schema, value)
  } catch (error) {
    return error as AppError
  }
  return expect.fail("it was not refused")
}

test("an endlessly nested body is refused as such", () => {
  const deep = JSON.parse("[".repeat(100_000) + "]".repeat(100_000))
  expect(refusal(z.strictObject({ orders: z.array(z.unknown()) }), { orders: [deep] }).code).toBe(
    "validation_failed",
  )
})

test("a body with a million mistakes gets the first hundred", () => {
  const unknown = Object.fromEntries(Array.from({ length: 90_000 }, (_, index) => [`k${index}`, 1]))
  const lines = Array.from({ length: 10_000 }, () => ({}))
  expect(refusal(posOrder, unknown).fields).toHaveLength(100)
  expect(refusal(posOrder, { lines }).fields.length).toBeLessThanOrEqual(100)
})
