import { expect, test } from "vitest"
import { resolveLocale } from "./locale"

test("the language chosen by the person wins over the browser's", () => {
  expect(resolveLocale("fr", "en-GB,en;q=0.9")).toBe("fr")
  expect(resolveLocale("en", "fr-FR")).toBe("en")
})

test("English is chosen only for a browser that ranks it above French", () => {
  expect(resolveLocale(undefined, "en-US,fr;q=0.8")).toBe("en")
  expect(resolveLocale(undefined, "en;q=0.9")).toBe("en")
  expect(resolveLocale(undefined, "de-DE,en;q=0.9")).toBe("en")
  expect(resolveLocale(undefined, "de-DE,en;q=0.8,fr;q=0.9")).toBe("fr")
  expect(resolveLocale(undefined, "eno")).toBe("fr")
})

test("French is the default for everybody else, even with a forged cookie", () => {
  expect(resolveLocale(undefined, null)).toBe("fr")
  expect(resolveLocale("../en", "")).toBe("fr")
})
