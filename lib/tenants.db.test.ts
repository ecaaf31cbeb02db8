import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"

/** Functions that take a Ctx but read and write nothing. */
const PURE = ["redemptions/release.sealPin", "tills/queries.lockHolder", "orders/queries.visibleToTill"]

const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
const read = (file: string) => readFileSync(join(import.meta.dirname, file), "utf8")

/** Every exported function with a parameter `ctx: Ctx` in a noun's folder, such as `orders/queries.getOrder`. */
const FUNCTIONS = files
  .filter((file) => /^(?!(?:auth|pongo|i18n)\/)[\w-]+\/[\w-]+\.ts$/.test(file))
  .flatMap((file) =>
    [...read(file).matchAll(/export (?:async )?(?:function|const) (\w+)[^(\n]*\(([^)]*)\)/g)]
      .filter(([, , parameters]) => /\bctx: Ctx\b/.test(parameters!))
      .map(([, name]) => `${file.slice(0, -3)}.${name}`),
  )

const CASES = files
  .filter((file) => file.endsWith("/tenants.db.test.ts"))
  .flatMap((file) => [...read(file).matchAll(/^ +"([\w-]+\/[\w-]+\.\w+)":/gm)].map(([, name]) => name!))

test.each(FUNCTIONS.filter((name) => !PURE.includes(name)))(
  "a `tenants.db.test.ts` calls %s as another merchant",
  (name) => expect(CASES).toContain(name),
)

test("each case is about one function, and each function stands in one file", () => {
  expect(FUNCTIONS.length).toBeGreaterThan(200)
  expect(CASES.filter((name) => !FUNCTIONS.includes(name))).toEqual([])
  expect(CASES.filter((name, index) => CASES.indexOf(name) < index)).toEqual([])
})
