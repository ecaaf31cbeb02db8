import { expect, test } from "vitest"
import { apiDocument } from "@/app/api/pos/v1/resources"
import french from "./in-french.json"

const shown = new Set<string>()
collect(apiDocument())

/** What the reference shows of the document: refusals have their own page, headers of answers their own chapter. */
function collect(node: unknown, isAnswer = false): void {
  if (node === null || typeof node !== "object") return
  for (const [key, value] of Object.entries(node)) {
    if (["info", "securitySchemes", "headers", "example", "examples"].includes(key)) continue
    if (isAnswer && Number(key) >= 400) continue
    if (/^(summary|description)$/.test(key) && typeof value === "string") shown.add(value)
    else collect(value, key === "responses")
  }
}

test("every sentence of the document has its French, and no French is left over", () => {
  expect(Object.keys(french).sort()).toEqual([...shown].sort())
})

test("a sentence names the same code in both languages", () => {
  const codes = (sentence: string) => (sentence.match(/`[^`]+`/g) ?? []).sort()
  for (const [english, translated] of Object.entries(french))
    expect(codes(translated)).toEqual(codes(english))
})

test("a narrow no-break space stands before ; : ! ?, and apostrophes are typographic", () => {
  const words = Object.values(french).map((sentence) => sentence.replace(/`[^`]+`/g, ""))
  expect(words.filter((sentence) => /[^\u202f][;:!?]|'/.test(sentence))).toEqual([])
})
