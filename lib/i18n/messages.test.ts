import { describe, expect, test } from "vitest"
import { LOCALES } from "./locale"
import { messages } from "./messages"
import { fileMessages, fillIn, tillMessages } from "./plain-messages"

type Tree = { [key: string]: string | Tree }

function flatten(tree: Tree, prefix = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string"
      ? [[prefix + key, value] as [string, string]]
      : flatten(value, `${prefix}${key}.`),
  )
}

/** Arguments and tags of an ICU message: `{count, plural, one {<b>#</b>} other {…}}` → `<b>`, `count:plural`. */
function icuArguments(message: string): string[] {
  const found = new Set<string>()
  let at = 0

  function text(nested: boolean) {
    while (at < message.length) {
      const tag = /^<(\w+)>/.exec(message.slice(at))
      if (tag) found.add(`<${tag[1]}>`)
      const char = message[at++]
      if (char === "{") argument()
      else if (char === "}") {
        if (nested) return
        throw new Error(`closing brace without an opening one: ${message}`)
      }
    }
    if (nested) throw new Error(`a brace is left open: ${message}`)
  }

  function argument() {
    const head = /^\s*(\w+)\s*(?:,\s*(\w+)\s*)?/.exec(message.slice(at))
    if (!head) throw new Error(`a brace without a name: ${message}`)
    found.add(head[2] ? `${head[1]}:${head[2]}` : String(head[1]))
    at += head[0].length
    while (at < message.length) {
      const char = message[at++]
      if (char === "}") return
      if (char === "{") text(true)
    }
    throw new Error(`a brace is left open: ${message}`)
  }

  text(false)
  return [...found].sort()
}

const catalogues = LOCALES.map((locale) => ({
  locale,
  entries: new Map(
    flatten({
      ...messages[locale],
      till: tillMessages[locale],
      files: fileMessages[locale],
    } as unknown as Tree),
  ),
}))
const [french, english] = catalogues.map(({ entries }) => entries) as [
  Map<string, string>,
  Map<string, string>,
]

const NARROW = "\u202f"
/** Removes text in which a colon takes no space: decimal numbers, times and addresses. */
const exempt = (message: string) => message.replace(/https?:\/\/\S+/g, "").replace(/\d:\d/g, "")

test("both languages have the same sentences", () => {
  expect([...english.keys()].sort()).toEqual([...french.keys()].sort())
})

test("a sentence takes the same arguments in both languages", () => {
  for (const [key, message] of french)
    expect([key, icuArguments(english.get(key) ?? "")]).toEqual([key, icuArguments(message)])
})

test("messages of tills and files use only plain values", () => {
  for (const sentences of [tillMessages, fileMessages])
    for (const [key, message] of LOCALES.flatMap((locale) => flatten(sentences[locale] as unknown as Tree)))
      expect([key, icuArguments(message).filter((argument) => /[:<]/.test(argument))]).toEqual([key, []])
})

test("no file has a top-level key `await`: tsx makes it an export, and the worker could not start", () => {
  for (const locale of LOCALES)
    for (const [file, tree] of Object.entries(messages[locale]))
      expect([file, "await" in tree]).toEqual([file, false])
})

test("a value is inserted into a sentence unchanged, whatever it looks like", () => {
  expect(fillIn("{a}, {b}, {c}", { a: "$& {b}", b: 0 })).toBe("$& {b}, 0, {c}")
})

describe.each(catalogues)("$locale", ({ entries }) => {
  const broken = (rule: RegExp) => [...entries].filter(([, message]) => rule.test(exempt(message)))

  test("no sentence is empty or has spaces around it", () => {
    expect(broken(/^\s|\s$|^$/)).toEqual([])
  })

  test("quotes and apostrophes are typographic, so ICU never takes one for an escape", () => {
    expect(broken(/["']/)).toEqual([])
  })

  test("an ellipsis is one character", () => {
    expect(broken(/\.\.\./)).toEqual([])
  })

  test("no sentence has an exclamation mark", () => {
    expect(broken(/!/)).toEqual([])
  })
})

describe("French typography", () => {
  const broken = (rule: RegExp) => [...french].filter(([, message]) => rule.test(exempt(message)))

  test("a narrow no-break space stands before ; : ! ?", () => {
    expect(broken(new RegExp(`(^|[^${NARROW}])[;:!?]`))).toEqual([])
  })

  test("no-break spaces stand inside « »", () => {
    expect(broken(new RegExp(`«[^${NARROW}\u00a0]|«$|[^${NARROW}\u00a0]»|^»`))).toEqual([])
  })

  test("a no-break space stands before % and €", () => {
    expect(broken(new RegExp(`[^${NARROW}\u00a0][%€]`))).toEqual([])
  })

  test("English quotation marks stay in English", () => {
    expect(broken(/[“”]/)).toEqual([])
  })
})

test("English has no French spacing", () => {
  expect([...english].filter(([, message]) => /[\s\u202f\u00a0][;:!?]|[«»]/.test(message))).toEqual([])
})
