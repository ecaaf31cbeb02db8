import { expect, test } from "vitest"
import { cn } from "./cn"

test("a size of the type scale and a colour do not push each other out", () => {
  expect(cn("text-14 text-ink", "text-secondary")).toBe("text-14 text-secondary")
  expect(cn("text-14 text-ink", "text-12")).toBe("text-ink text-12")
})

test("the later of two values for the same property stays, and nothing falsy is printed", () => {
  expect(cn("rounded-card px-2", false, undefined, "rounded-control px-3")).toBe("rounded-control px-3")
})
