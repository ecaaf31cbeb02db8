import { describe, expect, test } from "vitest"
import type { JsonSchema } from "@/lib/checkout-api/json-schema"
import { type ReferenceWords, referenceWords } from "@/lib/checkout-api/reference-words"
import { LOCALES } from "@/lib/i18n/locale"
import { apiDocument } from "./resources"

type Tree = { [key: string]: string | Tree }

const flatten = (tree: Tree, prefix = ""): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string"
      ? [[`${prefix}${key}`, value] as [string, string]]
      : flatten(value, `${prefix}${key} `),
  )

/** Every field of a schema: its path and its description. */
function fieldsOf(node: JsonSchema, path = ""): [string, unknown][] {
  const inner = [node.items, ...((node.anyOf ?? node.oneOf ?? []) as unknown[])].filter(Boolean)
  return [
    ...Object.entries((node.properties ?? {}) as Record<string, JsonSchema>).flatMap(([name, field]) => {
      const at = path ? `${path}.${name}` : name
      return [
        [at, field.description ?? (field.$ref ? "described by its schema" : undefined)] as [string, unknown],
        ...fieldsOf(field, at),
      ]
    }),
    ...inner.flatMap((branch) => fieldsOf(branch as JsonSchema, path)),
  ]
}

const [french, english] = LOCALES.map(
  (locale) => new Map(flatten(referenceWords[locale] as unknown as Tree)),
) as [Map<string, string>, Map<string, string>]

test("both languages have the same reference sentences and mention the same code", () => {
  expect([...french.keys()].sort()).toEqual([...english.keys()].sort())
  const codes = (sentence = "") => (sentence.match(/`[^`]+`/g) ?? []).sort()
  for (const [key, sentence] of english) expect([key, codes(french.get(key))]).toEqual([key, codes(sentence)])
})

test("French typography: a narrow no-break space before ; : ! ?, typographic apostrophes", () => {
  const bare = [...french.values()].map((sentence) => sentence.replace(/`[^`]+`/g, ""))
  expect(bare.filter((sentence) => /[^\u202f][;:!?]|'/.test(sentence))).toEqual([])
})

describe.each(LOCALES)("in %s", (locale) => {
  const document = apiDocument(locale)

  test("every field of every schema has a description", () => {
    const silent = Object.entries(document.components.schemas).flatMap(([name, schema]) =>
      fieldsOf(schema)
        .filter(([, description]) => !description)
        .map(([path]) => `${name}.${path}`),
    )
    expect(silent).toEqual([])
  })

  test("every operation, parameter and response has a description", () => {
    const silent = Object.values(document.paths)
      .flatMap((item) => Object.values(item))
      .filter(
        ({ summary, parameters, responses }) =>
          !summary ||
          parameters.some((parameter) => !("$ref" in parameter || parameter.description)) ||
          Object.values(responses).some(({ description }) => !description),
      )
    expect(silent.map(({ operationId }) => operationId)).toEqual([])
    expect(Object.values(document.components.parameters).filter(({ description }) => !description)).toEqual(
      [],
    )
  })
})

test("every sentence of the reference is used", () => {
  const shown = JSON.stringify(apiDocument("en"))
  const isShown = (sentence: string) => shown.includes(JSON.stringify(sentence).slice(1, -1))
  const {
    fields,
    guide: _,
    changelog: __,
    ...rest
  } = referenceWords.en as ReferenceWords & Record<string, Tree>
  expect(
    [...flatten(rest as unknown as Tree), ...flatten(fields)]
      .filter(([, sentence]) => !isShown(sentence))
      .map(([key]) => key),
  ).toEqual([])
})
