import { existsSync, readdirSync, readFileSync } from "node:fs"
import { posix } from "node:path"
import { describe, expect, test } from "vitest"
import { IN_A_FOLDER, sourceFiles } from "./testing/source"

/* Checks every file that a comment or a page names, so that none is outdated or outside the repository. */

const PATH = new RegExp(`(?<![\\w/.@-])${IN_A_FOLDER}[\\w./()\\[\\]{},*<>…-]+`, "g")
/** A page without its folder: `SECURITY.md`. */
const PAGE = /(?<![\w/.*-])[\w-]+\.md\b/g
/** A section of a page: (`docs/pongo-wire.md`, OAuth). */
const SECTION = /`(docs\/[\w-]+\.md)`,\s(?:\*\s)?([^)]+)\)/g
const LINK = /\]\((?!https?:|#|mailto:)([^)\s#]+)/g

describe("what comments and pages name", () => {
  test("is there", () => {
    expect(texts().flatMap(([file, text]) => missing(file, text).map((name) => `${file}: ${name}`))).toEqual(
      [],
    )
  })
})

test.for([
  ["a file that is not there", "lib/a.ts", "// see lib/orders/nowhere.ts", ["lib/orders/nowhere.ts"]],
  ["a folder that is not there", "lib/a.ts", "/** In `lib/nowhere/`. */", ["lib/nowhere/"]],
  ["a page outside the repository", "lib/a.ts", "// (pos-api.md, Orders)", ["pos-api.md"]],
  ["a link that leads nowhere", "docs/a.md", "[here](nowhere.md)", ["docs/nowhere.md", "nowhere.md"]],
  [
    "a section that is not there",
    "lib/a.ts",
    "// (`docs/pongo-wire.md`, Nowhere)",
    ["`docs/pongo-wire.md`, Nowhere)"],
  ],
  ["nothing of a section that is there", "lib/a.ts", "// (`docs/pongo-wire.md`, Orders and Errors)", []],
  [
    "nothing of a file that is there",
    "lib/a.ts",
    "// lib/errors.ts, lib/errors (app/m/[merchant]/(portal)). README.md",
    [],
  ],
  ["nothing of a pattern that fits", "lib/a.ts", "// lib/i18n/messages/{fr,en}, lib/pongo/wire*", []],
  ["nothing of a placeholder", "lib/a.ts", "// lib/<noun>/queries.ts, app/…/page.tsx", []],
  ["nothing of code", "lib/a.ts", 'import "@/lib/nowhere"\nconst a = "lib/nowhere.ts"', []],
] as [string, string, string, string[]][])("the check finds %s", ([_, file, text, found]) => {
  expect(missing(file, text)).toEqual(found)
})

function missing(file: string, text: string): string[] {
  const isPage = file.endsWith(".md")
  const words = isPage ? text : commentsOf(text)
  const paths = [...words.matchAll(PATH)]
    .map(([found]) => found.split("](")[0]!)
    .map((path) => path.replace(/[.,)\]}…]+$/, (end) => closing(path, end)))
  const links = isPage ? [...words.matchAll(LINK)].map(([, to]) => posix.join(posix.dirname(file), to!)) : []
  const pages = [...words.matchAll(PAGE)].map(([name]) => name)
  return [
    ...[...paths, ...links].filter((path) => !isThere(path)),
    ...pages.filter((name) => !PAGES.has(name)),
    ...[...words.matchAll(SECTION)].filter(([, page, name]) => !hasSection(page!, name!)).map(([all]) => all),
  ]
}

const hasSection = (page: string, name: string) =>
  existsSync(page) &&
  [...readFileSync(page, "utf8").matchAll(/^(?:#+ (.+)|\*\*([^*]+)\*\*)/gm)].some(([, heading, bold]) =>
    name.startsWith((heading ?? bold)!),
  )

/** The end of a path, with only those closing brackets that the path itself opened. */
function closing(path: string, end: string): string {
  const opened = path.slice(0, path.length - end.length)
  const first = end[0] ?? ""
  const open = { ")": "(", "]": "[", "}": "{" }[first]
  return open && opened.split(open).length > opened.split(first).length ? first : ""
}

function isThere(path: string): boolean {
  if (/[<…]|\.\.\./.test(path) || ["", ".ts", ".tsx"].some((ending) => existsSync(path + ending))) return true
  if (!/[*{]/.test(path)) return false
  const pattern = path
    .replace(/[.()[\]]/g, "\\$&")
    .replace(/\*+/g, (stars) => (stars === "*" ? "[^/]*" : ".*"))
    .replace(/\{([^}]*)\}/g, (_, choices: string) => `(${choices.replaceAll(",", "|")})`)
  return FILES.some((each) => new RegExp(`^${pattern}$`).test(each))
}

/** Comments of TypeScript, CSS and SQL. A `//` inside a string matches too, which is harmless. */
const commentsOf = (text: string) =>
  [...text.matchAll(/\/\*[\s\S]*?\*\/|(?:^|\s)(?:\/\/|--)\s.*$/gm)].map(([comment]) => comment).join("\n")

const FILES = sourceFiles()
const ROOT_PAGES = readdirSync(".").filter((name) => name.endsWith(".md"))
const PAGES = new Set(
  [...FILES, ...ROOT_PAGES].filter((file) => file.endsWith(".md")).map((file) => posix.basename(file)),
)

function texts(): [string, string][] {
  return [...ROOT_PAGES, ...FILES]
    .filter((file) => /\.(md|tsx?|mjs|css|sql)$/.test(file) && !file.endsWith("named-paths.test.ts"))
    .map((file) => [file, readFileSync(file, "utf8")])
}
