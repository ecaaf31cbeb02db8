import { readFileSync } from "node:fs"
import { posix } from "node:path"
import { describe, expect, test } from "vitest"
import { sourceFiles } from "./testing/source"

/** Path from the project root → source text. */
type Files = Record<string, string>
type Import = { path: string; isType: boolean }

const PLUMBING = `
  action address bounded-map cn crypto database-error env errors http id log mail metrics money phone shared-read
  text throttle time turns`
  .trim()
  .split(/\s+/)
const FORBIDDEN_NAME =
  /^(utils?|helpers?|common|misc|shared|types?|constants?|services?|managers?)$|[-.](utils?|helpers?)$/
/** The files of a noun that other folders may import. */
const PUBLIC_OF_NOUN = /\/(queries|mutations|schema)$/
/** A verb or query in its own file: `export async function refundOrder(ctx: Ctx, …)`. */
const HAS_VERB = /export (async )?function \w+(<[^>]*>)?\(\s*ctx: /
/** Folders in lib/ that are not a noun's private files: any of their files may be imported. */
const OPEN_FOLDERS = ["auth", "csv", "i18n", "jobs", "pongo"]
/** The folder that assembles everything a worker runs. It may import any file of lib/. */
const COMPOSITION_ROOT = "worker"
const SERVER_ONLY_PLUMBING = /^lib\/(action|crypto|env|http|log|mail|metrics)$/
const SERVER_ONLY_PACKAGE =
  /^(node:|postgres$|pg$|drizzle-orm|graphile-worker|@node-rs\/|pino|undici|nodemailer|prom-client|rate-limiter-flexible|server-only|next\/headers|next\/cache|next-auth$)/

describe("the source", () => {
  test("follows the import rules", () => {
    expect(violations(readSource())).toEqual([])
  })
})

describe("the rule is broken by", () => {
  const broken: [rule: string, files: Files][] = [
    [
      "components →",
      { "components/a.tsx": 'import { list } from "@/lib/orders/queries"', ...noun("orders") },
    ],
    ["app →", { "app/page.tsx": 'import { db } from "@/db/index"', "db/index.ts": "" }],
    ["app →", { "app/page.tsx": 'import "@/sandbox/server/server"', "sandbox/server/server.ts": "" }],
    [
      '"use client" file',
      { "app/a.tsx": '"use client"\nimport { x } from "@/lib/orders/queries"', ...noun("orders") },
    ],
    ['"use client" file', { "components/b.tsx": '"use client"\nimport "node:fs"' }],
    [
      '"use client" file',
      {
        "app/a.tsx": '"use client"\nimport { columns } from "./columns"',
        "app/columns.tsx": 'import { env } from "@/lib/env"',
        "lib/env.ts": "",
      },
    ],
    [
      "lib/<noun> →",
      { "lib/tills/queries.ts": 'import { claim } from "../orders/claim"', "lib/orders/claim.ts": "" },
    ],
    ["lib/<noun> →", { "lib/tills/queries.ts": 'import "@/app/x"', "app/x.ts": "" }],
    [
      "files, no cycles",
      {
        "lib/tills/list.ts": 'import { a } from "./queries"',
        "lib/tills/queries.ts": 'import { b } from "./list"',
      },
    ],
    [
      "no cycles",
      {
        "lib/a/queries.ts": 'import { b } from "@/lib/b/queries"',
        "lib/b/queries.ts": 'import { c } from "@/lib/c/queries"',
        "lib/c/queries.ts": 'import { a } from "../a/schema"',
        "lib/a/schema.ts": "",
      },
    ],
    ["lib/pongo →", { "lib/pongo/client.ts": 'import { o } from "@/lib/orders/queries"', ...noun("orders") }],
    ["lib/pongo →", { "lib/pongo/client.ts": 'import { db } from "@/db/index"', "db/index.ts": "" }],
    ["db →", { "db/index.ts": 'import { log } from "@/lib/log"', "lib/log.ts": "" }],
    ["plumbing →", { "lib/log.ts": 'import { o } from "./orders/queries"', ...noun("orders") }],
    ["plumbing →", { "lib/log.ts": 'import { who } from "@/lib/auth/session"', "lib/auth/session.ts": "" }],
    ["plumbing is a closed list", { "lib/strings.ts": "" }],
    [
      "sandbox →",
      {
        "sandbox/server/server.ts": 'import { wire } from "@/lib/pongo/wire/calls"',
        "lib/pongo/wire/calls.ts": "",
      },
    ],
    [
      "sandbox →",
      {
        "sandbox/server/server.ts": 'import type { W } from "@/lib/pongo/wire/calls"',
        "lib/pongo/wire/calls.ts": "",
      },
    ],
    [
      "clients →",
      { "clients/typescript/src/client.ts": 'import { env } from "@/lib/env"', "lib/env.ts": "" },
    ],
    [
      "clients →",
      {
        "clients/typescript/src/client.ts": 'import type { W } from "../../../lib/w"',
        "lib/w/schema.ts": "",
      },
    ],
    ["a name that says nothing", { "lib/orders/utils.ts": "" }],
    ["a name that says nothing", { "lib/orders/date-helpers.ts": "" }],
    ["a name that says nothing", { "components/common/button.tsx": "" }],
    ["a barrel", { "lib/orders/index.ts": "" }],
    ["only lib/auth makes a Ctx", { "lib/orders/accept.ts": "createCtx({})" }],
    ...[
      'import Link from "next/link"',
      'import Form from "next/form"',
      'import { useRouter } from "next/navigation"',
      'import { notFound, usePathname } from "next/navigation"',
      '<a href="/orders/export.csv">',
      "<a\n  href={`/orders/`}>",
      'redirect("/settings")',
      "permanentRedirect(`/orders/`)",
      'window.location.assign("/")',
      'window.open("/orders")',
    ].map((text): [string, Files] => [
      "a link of the portal names its merchant",
      { "app/m/[merchant]/a.tsx": text },
    ]),
    ["a transaction is begun by db.transaction", { "lib/orders/a.ts": "await sql.begin(async (tx) => {})" }],
    ["a link of the portal names its merchant", { "components/a.tsx": 'import Link from "next/link"' }],
  ]
  for (const [rule, files] of broken)
    test(`${rule} ${Object.keys(files)[0]}: ${Object.values(files)[0]?.replace(/\s+/g, " ")}`, () => {
      expect(violations(files)).toEqual([expect.stringContaining(rule)])
    })
})

describe("the rules allow", () => {
  const allowed: [what: string, files: Files][] = [
    [
      "a screen that calls queries and verbs, and a form that calls its action",
      {
        "app/orders/page.tsx":
          'import { list } from "@/lib/orders/queries"\nimport { S } from "@/db/enums"\nimport { Form } from "./form"',
        "app/orders/form.tsx":
          '"use client"\nimport { s } from "@/lib/orders/schema"\nimport { run } from "./actions"\nimport type { O } from "@/lib/orders/queries"',
        "app/orders/actions.ts": '"use server"\nimport { action } from "@/lib/action"',
        "lib/action.ts": 'import { requireMember } from "./auth/session"',
        "lib/auth/session.ts": 'import { db } from "@/db/index"',
        "db/index.ts": 'import { env } from "@/lib/env"\nimport * as schema from "./schema"',
        "db/enums.ts": "",
        "db/schema/index.ts": "",
        "lib/env.ts": "",
        ...noun("orders"),
      },
    ],
    [
      "a verb that was split off, and types from anywhere in lib",
      {
        "lib/tills/mutations.ts":
          'import { refund } from "@/lib/orders/refund"\nimport type { Claim } from "@/lib/orders/claim"',
        "lib/orders/refund.ts": "export async function refund(ctx: Ctx, id: string) {}",
        "lib/orders/claim.ts": 'import type { Till } from "@/lib/tills/mutations"',
      },
    ],
    ["imports that stand in a comment", { "lib/log.ts": '// import { x } from "@/lib/orders/queries"' }],
  ]
  for (const [what, files] of allowed) test(what, () => expect(violations(files)).toEqual([]))
})

function noun(name: string): Files {
  return { [`lib/${name}/queries.ts`]: "", [`lib/${name}/schema.ts`]: "" }
}

function violations(files: Files): string[] {
  const modules = new Map(Object.keys(files).map((file) => [withoutExtension(file), file]))
  const found: string[] = []
  const nounEdges = new Map<string, Map<string, string>>()
  const fileEdges = new Map<string, Map<string, string>>()
  for (const [file, text] of Object.entries(files)) {
    const nameProblem = brokenName(file)
    if (nameProblem) found.push(`${nameProblem}: ${file}`)
    if (isTest(file)) continue
    if (/^(lib|app)\//.test(file) && /\bsql\.begin\(/.test(text))
      found.push(`a transaction is begun by db.transaction: ${file}`)
    if (/\bcreateCtx\b/.test(text) && !file.startsWith("lib/auth/"))
      found.push(`only lib/auth makes a Ctx: ${file}`)
    if (forgetsMerchant(file, text)) found.push(`a link of the portal names its merchant: ${file}`)
    for (const { path, isType } of importsOf(file, text, modules)) {
      const target = files[modules.get(path) ?? ""] ?? ""
      const rule = brokenRule(withoutExtension(file), path, isType, target)
      if (rule) found.push(`${rule}: ${file} imports ${path}`)
      if (!isType && target)
        fileEdges.set(
          withoutExtension(file),
          (fileEdges.get(withoutExtension(file)) ?? new Map()).set(path, file),
        )
      const [from, to] = [nounOf(file), nounOf(path)]
      if (from && to && from !== to && !isType)
        nounEdges.set(from, (nounEdges.get(from) ?? new Map()).set(to, file))
    }
    if (isClient(text)) found.push(...serverCodeReached(file, files, modules))
  }
  return [...new Set([...found, ...cycles("lib/<noun>", nounEdges), ...cycles("files", fileEdges)])]
}

function brokenName(file: string): string | undefined {
  const parts = withoutExtension(file).split("/")
  const stem = parts.at(-1) ?? ""
  if (parts.some((part) => FORBIDDEN_NAME.test(part.replace(/\.(db\.)?(test|spec)$/, ""))))
    return "a name that says nothing"
  if (stem === "index" && !/^db(\/schema)?\/index$/.test(parts.join("/"))) return "a barrel"
  if (parts[0] === "lib" && parts.length === 2 && !isTest(file) && !PLUMBING.includes(stem))
    return `plumbing is a closed list (${PLUMBING.join(" ")})`
  return undefined
}

/** `@/components/link` and `merchantHref` put the merchant in an address. Code that bypasses them loses it. */
function forgetsMerchant(file: string, text: string): boolean {
  if (!/^(app\/m|components)\//.test(file) || file === "components/link.tsx") return false
  return [
    /from "next\/(link|form)"/,
    /import \{[^}]*\b(useRouter|usePathname)\b[^}]*\} from "next\/navigation"/,
    /<a\s[^>]*href=\{?["'`]\/(?!api\/)/,
    /\b(redirect|permanentRedirect|location\.(assign|replace)|window\.open)\(\s*["'`]\/(?!operator\b)/,
  ].some((pattern) => pattern.test(text))
}

function brokenRule(from: string, to: string, isType: boolean, target: string): string | undefined {
  const isPlumbing = /^lib\/[^/]+$/.test(to)
  const [area] = from.split("/")
  const noun = nounOf(from)
  if (
    area === "components" &&
    !/^(components\/|lib\/(address|cn|money|time|i18n\/locale)$|db\/enums$)/.test(to)
  )
    return "components → lib/{address,cn,money,time,i18n/locale}, db/enums"
  if (area === "app" && !/^(app|lib|components)\/|^db\/enums$/.test(to))
    return "app → lib, components (of db only db/enums)"
  if (area === "db" && !/^db\/|^lib\/(env|i18n\/locale)$/.test(to)) return "db → lib/{env,i18n/locale} only"
  if (area === "sandbox" && !to.startsWith("sandbox/")) return "sandbox → nothing of the product"
  if (area === "clients" && !to.startsWith("clients/")) return "clients → nothing of the product"
  if (noun === "pongo")
    return isPlumbing || to === "db/enums" || nounOf(to) === "pongo"
      ? undefined
      : "lib/pongo → plumbing, db/enums"
  if (noun) {
    const isOwn = nounOf(to) === noun
    const isOpen = isType || PUBLIC_OF_NOUN.test(to) || HAS_VERB.test(target)
    const isAllowed =
      isPlumbing ||
      isOwn ||
      noun === COMPOSITION_ROOT ||
      to.startsWith("db/") ||
      OPEN_FOLDERS.includes(nounOf(to) ?? "") ||
      (isOpen && nounOf(to))
    return isAllowed
      ? undefined
      : "lib/<noun> → plumbing, db, other nouns' queries, mutations, schema and verbs"
  }
  if (area === "lib") {
    const mayAskWho = /^lib\/(http|action)$/.test(from) && nounOf(to) === "auth"
    const isPlainData = to === "db/enums" || /^lib\/i18n\/(locale|plain-messages)$/.test(to)
    return isPlumbing || isPlainData || mayAskWho
      ? undefined
      : "plumbing → plumbing (http and action also lib/auth)"
  }
  return undefined
}

/** Follows the imports that the bundler puts in the browser. A "use server" file is called, not bundled. */
function serverCodeReached(start: string, files: Files, modules: Map<string, string>): string[] {
  const found: string[] = []
  const seen = new Set<string>()
  const visit = (file: string) => {
    if (seen.has(file)) return
    seen.add(file)
    const text = files[file] ?? ""
    for (const { path, isType } of importsOf(file, text, modules, true)) {
      const next = modules.get(path)
      const target = next ? (files[next] ?? "") : ""
      if (isType || /^\s*"use server"/.test(target)) continue
      const isServerOnly =
        /^db\/(?!enums$)/.test(path) ||
        /^lib\/[^/]+\/(queries|mutations)$/.test(path) ||
        /^lib\/(auth|pongo)\//.test(path) ||
        SERVER_ONLY_PLUMBING.test(path) ||
        (!next && SERVER_ONLY_PACKAGE.test(path))
      if (isServerOnly)
        found.push(
          `"use client" file → only schemas, types, plain constants: ${start} reaches ${path} (in ${file})`,
        )
      else if (next) visit(next)
    }
  }
  visit(start)
  return found
}

/** @param edges imported modules by importing module, each with the file that imports it */
function cycles(what: string, edges: Map<string, Map<string, string>>): string[] {
  const found: string[] = []
  const done = new Set<string>()
  const visit = (node: string, path: string[]) => {
    const at = path.indexOf(node)
    if (at >= 0) {
      const loop = [...path.slice(at), node]
      const files = loop.slice(1).map((to, i) => edges.get(loop[i] ?? "")?.get(to))
      found.push(`${what}, no cycles: ${loop.join(" → ")} (${files.join(", ")})`)
    } else if (!done.has(node)) {
      for (const to of edges.get(node)?.keys() ?? []) visit(to, [...path, node])
      done.add(node)
    }
  }
  for (const node of edges.keys()) visit(node, [])
  return found
}

/** Imports as paths from the root, without extension. Packages only with `withPackages`. */
function importsOf(file: string, text: string, modules: Map<string, string>, withPackages = false): Import[] {
  const code = text.replace(/^\s*(\/\/|\*|\/\*).*$/gm, "")
  const statements =
    /^\s*(?:import|export)\s+(type\s)?(?:([^"';]*?)\sfrom\s+)?"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)/gm
  const found: Import[] = []
  for (const [, type, names = "", specifier, dynamic] of code.matchAll(statements)) {
    const path = resolveImport(file, specifier ?? dynamic ?? "", modules)
    const named = /^\{([^}]*)\}$/
      .exec(names.trim())?.[1]
      ?.split(",")
      .filter((name) => name.trim() !== "")
    const isType = Boolean(type) || Boolean(named?.length && named.every((name) => /^\s*type\s/.test(name)))
    if (path) found.push({ path, isType })
    else if (withPackages && specifier) found.push({ path: specifier, isType })
  }
  return found
}

function resolveImport(file: string, specifier: string, modules: Map<string, string>): string | undefined {
  if (!/^(@\/|\.)/.test(specifier)) return undefined
  const path = specifier.startsWith("@/")
    ? specifier.slice(2)
    : posix.join(posix.dirname(file), specifier).replace(/\/$/, "")
  const module = withoutExtension(path)
  return modules.has(`${module}/index`) && !modules.has(module) ? `${module}/index` : module
}

const withoutExtension = (file: string) => file.replace(/\.(tsx?|mjs)$/, "")
const isTest = (file: string) => /\.(test|spec)\.tsx?$/.test(file) || /(^|\/)testing\//.test(file)
const isClient = (text: string) => /^\s*"use client"/.test(text)
const nounOf = (path: string) => /^lib\/([^/]+)\//.exec(path)?.[1]

function readSource(): Files {
  const code = sourceFiles().filter((file) => /\.(tsx?|mjs)$/.test(file))
  return Object.fromEntries(code.map((file) => [file, readFileSync(file, "utf8")]))
}
