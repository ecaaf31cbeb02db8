import { expect, test } from "vitest"
import { cn } from "./cn"

test("a text size and a text colour do not replace each other", () => {
  expect(cn("text-14 text-ink", "text-secondary")).toBe("text-14 text-secondary")
  expect(cn("text-14 text-ink", "text-12")).toBe("text-ink text-12")
})

test("the later of two values for one property wins, and falsy values are dropped", () => {
  expect(cn("rounded-card px-2", false, undefined, "rounded-control px-3")).toBe("rounded-control px-3")
})
