import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { writeCsv } from "@/lib/csv/write"
import { AppError } from "@/lib/errors"
import { type KnownLocation, locationRows, readLocationFile } from "./location-file"
import type { PosLocation } from "./schema"

const read = (text: string, known: KnownLocation[] = []) =>
  readLocationFile(new TextEncoder().encode(text), known, "FR")

const BASTILLE: KnownLocation = {
  id: "bastille",
  name: "Bastille",
  address: "12 rue de la Roquette",
  postal_code: "75011",
  city: "Paris",
  country: "FR",
  phone: "+33143550101",
  isArchived: false,
}

describe("a row", () => {
  test("is new, changed, the same, or brings an archived location back", () => {
    const { rows, errors } = read(
      "Identifiant;Nom;Ville\nbastille;Bastille;Paris\nold;Vieux;\nlyon;Lyon;Lyon\nnice;Nice Port;Nice\n",
      [
        BASTILLE,
        { id: "old", name: "Vieux", isArchived: true },
        { id: "nice", name: "Nice", city: "Nice", isArchived: false },
      ],
    )
    expect(errors).toEqual([])
    expect(rows.map(({ location, effect }) => [location.id, effect])).toEqual([
      ["bastille", "same"],
      ["old", "restored"],
      ["lyon", "added"],
      ["nice", "changed"],
    ])
  })

  test("keeps fields without a column, and clears those with an empty cell", () => {
    const { rows } = read("id,name,city\nbastille,Bastille 2,\n", [BASTILLE])
    expect(rows[0]!.location).toEqual({
      id: "bastille",
      name: "Bastille 2",
      address: "12 rue de la Roquette",
      postal_code: "75011",
      city: null,
      country: "FR",
      phone: "+33143550101",
    })
  })

  test("accepts a phone in any usual format, and a country in either case", () => {
    const { rows } = read("id;nom;tel;pays\na;A;01 43 55 01 01;fr\nb;B;02 555 12 12;be\n")
    expect(rows.map(({ location }) => [location.phone, location.country])).toEqual([
      ["+33143550101", "FR"],
      ["+3225551212", "BE"],
    ])
  })

  test.each([
    [";Sans identifiant;", { problem: "missing", column: "id" }],
    ["x;;", { problem: "missing", column: "name" }],
    ["a b;Espace;", { problem: "id_unusable", value: "a b" }],
    ["4,2E+12;X;", { problem: "excel_number", value: "4,2E+12" }],
    ["a\u200bb;X;", { problem: "id_unusable", value: "a\u200bb" }],
    ["x;X;99", { problem: "phone_unreadable", value: "99" }],
    [`${"x".repeat(101)};X;`, { problem: "too_long", column: "id" }],
    [`x;${"X".repeat(201)};`, { problem: "too_long", column: "name" }],
    ["x;X;;trop", { problem: "too_many_cells", value: "trop" }],
    ["x;X;0143550101;Paris", { problem: "too_many_cells", value: "Paris" }],
  ])("that is wrong is left out and reported: %s", (line, error) => {
    const { rows, errors } = read(`id;nom;tel\nok;Bon;\n${line}\n`)
    expect(rows.map(({ location }) => location.id)).toEqual(["ok"])
    expect(errors).toContainEqual(expect.objectContaining({ row: 3, ...error }))
  })

  test("with a country that is not two letters is reported", () => {
    expect(read("id;nom;pays\nx;X;France\n").errors).toEqual([
      { row: 2, problem: "country_unknown", column: "country", value: "France", firstRow: null },
    ])
  })

  test("that repeats an id is reported with the row that has it first", () => {
    const { rows, errors } = read("id;nom\nx;X\ny;Y\nx;Z\n")
    expect(rows).toHaveLength(2)
    expect(errors).toEqual([{ row: 4, problem: "id_twice", column: "id", value: "x", firstRow: 2 }])
  })
})

test("a file without ids or names is refused with the missing columns, one of 501 rows with the limit", () => {
  const refusal = (text: string) => {
    try {
      read(text)
    } catch (error) {
      if (error instanceof AppError) return error.params
    }
    return null
  }
  expect(refusal("Ville\nParis\n")).toEqual({ reason: "columns", columns: "Identifiant en caisse, Nom" })
  expect(refusal(`id;nom\n${"x;X\n".repeat(501)}`)).toEqual({ reason: "too_many", max: 500 })
})

const words = fc.stringMatching(/^[A-Za-zÀ-ÿœ0-9=+@'",; -]{1,40}$/).map((text) => text.trim())
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })
const location = fc.record({
  id: fc.stringMatching(/^[A-Za-z0-9=+@_-]{1,20}$/),
  name: words.filter((name) => name !== ""),
  address: maybe(words.filter((text) => text !== "")),
  postal_code: maybe(fc.constantFrom("75011", "01000", "2A004")),
  city: maybe(fc.constantFrom("Paris", "L’Haÿ-les-Roses", "=cmd|' /C calc'!A0")),
  country: maybe(fc.constantFrom("FR", "BE")),
  phone: maybe(fc.constantFrom("+33143550101", "+3225551212")),
})

test.each(["fr", "en"] as const)("an export in %s comes back without a change", (locale) => {
  fc.assert(
    fc.property(
      fc.uniqueArray(location, { selector: ({ id }) => id, minLength: 1, maxLength: 20 }),
      (locations: PosLocation[]) => {
        const known = locations.map((described) => ({ ...described, isArchived: false }))
        const { rows, errors } = read(writeCsv(locationRows(locations, locale), locale), known)
        expect(errors).toEqual([])
        expect(rows.map((row) => row.effect)).toEqual(locations.map(() => "same"))
        expect(rows.map((row) => row.location)).toEqual(locations)
      },
    ),
    { numRuns: 200 },
  )
})
