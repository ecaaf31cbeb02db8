import { readdirSync, readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { JOBS } from "./jobs/list"

const doc = readFileSync("SECURITY.md", "utf8")
const isNamed = (name: string) => doc.includes(`\`${name}\``)

test("SECURITY.md covers every route, page and action", () => {
  const names = readdirSync("app", { recursive: true, encoding: "utf8" })
    .filter((path) => /(^|\/)(page\.tsx|actions\.ts|route\.ts)$/.test(path))
    .map(nameOf)
  expect(names.length).toBeGreaterThan(80)
  expect([...new Set(names)].filter((name) => !isNamed(name))).toEqual([])
})

test("SECURITY.md covers every background job", () => {
  const source = readFileSync("lib/worker/job-runner.ts", "utf8")
  const clock = source.slice(
    source.indexOf("const CLOCK"),
    source.indexOf("\n}\n", source.indexOf("const CLOCK")),
  )
  const kinds = [...Object.keys(JOBS), ...[...clock.matchAll(/^ {2}(\w+)[:,]/gm)].map(([, kind]) => kind!)]
  expect(kinds.length).toBeGreaterThan(25)
  expect(kinds.filter((kind) => !isNamed(kind))).toEqual([])
})

test("no row of SECURITY.md stands twice", () => {
  const works = doc.split("\n").flatMap((line) => line.match(/^\| (`[^|]+) \|/)?.[1] ?? [])
  expect(works.length).toBeGreaterThan(30)
  expect(works.filter((work, index) => works.indexOf(work) < index)).toEqual([])
})

/** `m/[merchant]/(portal)/orders/[id]/page.tsx` → `orders/*`. */
function nameOf(path: string): string {
  const name = path
    .replace(/\/?[^/]+$/, "")
    .replace(/\([^/]+\)\/?/g, "")
    .replace(/\[[^/]+\]/g, "*")
    .replace(/\/$/, "")
  if (name === "m/*" && path.endsWith("page.tsx")) return "overview"
  // Sign-out and the language switch.
  if (name === "") return "sign-in"
  if (name.startsWith("docs/")) return `/${name}`
  return name === "m/*" ? "merchant" : name.replace(/^m\/\*\//, "").replace(/^api\/pos\/v1\//, "v1/")
}
