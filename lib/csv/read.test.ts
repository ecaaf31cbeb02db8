import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { AppError } from "@/lib/errors"
import { atOnce } from "@/lib/turns"
import { findColumns } from "./columns"
import { protectCell, unprotectCell } from "./formulas"
import { readCsv, readCsvInSteps } from "./read"
import { writeCsv } from "./write"

const LIMITS = { maxBytes: 5 * 1_048_576, maxRows: 20_000 }
const utf8 = (text: string) => new TextEncoder().encode(text)
const read = (text: string) => readCsv(utf8(text), LIMITS)
const cells = (text: string) => read(text).rows.map((row) => row.cells)

/** Windows-1252 bytes of a text whose only non-ASCII characters are é, € and ’. */
const windows = (text: string) =>
  Uint8Array.from([...text].map((char) => ({ é: 0xe9, "€": 0x80, "’": 0x92 })[char] ?? char.charCodeAt(0)))

function refusal(bytes: Uint8Array, limits = LIMITS) {
  try {
    readCsv(bytes, limits)
  } catch (error) {
    if (error instanceof AppError) return [error.code, error.params]
    throw error
  }
  return null
}

describe("the encoding is detected:", () => {
  const text = "SKU;Nom\nCAF-01;Café d’été 2 €\n"
  test.each([
    ["UTF-8", utf8(text), "utf-8"],
    ["UTF-8 with a byte order mark", utf8(`\uFEFF${text}`), "utf-8"],
    ["Windows-1252", windows(text), "windows-1252"],
    ["UTF-16, little-endian", new Uint8Array(Buffer.from(`\uFEFF${text}`, "utf16le")), "utf-16"],
    ["UTF-16, big-endian", new Uint8Array(Buffer.from(`\uFEFF${text}`, "utf16le").swap16()), "utf-16"],
  ])("%s", (_, bytes, encoding) => {
    expect(readCsv(bytes, LIMITS)).toEqual({
      header: ["SKU", "Nom"],
      rows: [{ row: 2, cells: ["CAF-01", "Café d’été 2 €"] }],
      encoding,
      delimiter: ";",
    })
  })
})

describe("the delimiter is detected:", () => {
  test.each([
    [";", "a;b;c\n1,5;2;3"],
    [",", 'a,b,"c;d;e;f"\n1,2,3'],
    ["\t", "a\tb\tc\n1,5\t2;3\t4"],
    [";", "sep=;\na;b\n1;2"],
    [",", "sep=,\r\na,b;c;d\r\n1,2"],
  ])("%j in %j", (delimiter, text) => {
    expect(read(text).delimiter).toBe(delimiter)
  })
})

describe("a cell", () => {
  test("may contain the delimiter, quotes and line breaks of any kind", () => {
    expect(cells('a;b\r\n"x;y";"dit ""non"""\r\n"une\nligne, puis\r\nune autre";z\r\n')).toEqual([
      ["x;y", 'dit "non"'],
      ["une\nligne, puis\r\nune autre", "z"],
    ])
  })

  test("that a spreadsheet would run loses only the apostrophe that we added", () => {
    expect(cells("a;b\n'=1+1;'l’été\n''=x;'-10 %")).toEqual([
      ["=1+1", "'l’été"],
      ["'=x", "-10 %"],
    ])
  })
})

describe("a stray quote is a character of its cell:", () => {
  test.each([
    ['Pizza 12"', 'Pizza 12"'],
    ['l"eau', 'l"eau'],
    ['="0042"', "0042"],
    ['"=""0042"""', "0042"],
    ['="l""eau"', 'l"eau'],
    ['\'="0042"', '="0042"'],
  ])("%s", (written, cell) => {
    expect(cells(`a;b\n1;${written}\n2;x`)).toEqual([
      ["1", cell],
      ["2", "x"],
    ])
  })

  test("in any position of a cell that does not begin with one", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zé]["a-zé 0-9]{0,12}[a-zé0-9"]$/), (cell) => {
        expect(cells(`a;b\n1;${cell}\n2;x`)).toEqual([
          ["1", cell],
          ["2", "x"],
        ])
      }),
    )
  })
})

test("a cell that another program truncated inside a character loses only this character", () => {
  const whole = utf8("SKU;Nom\nTAR-01;Tarte \u{1F967}\nCAF-01;Café crème\n")
  const at = whole.indexOf(0xf0)
  for (const kept of [1, 2, 3]) {
    const cut = Uint8Array.from([...whole.slice(0, at + kept), ...whole.slice(at + 4)])
    const { rows, encoding } = readCsv(cut, LIMITS)
    expect(encoding).toBe("utf-8")
    expect(rows.map((row) => row.cells)).toEqual([
      ["TAR-01", "Tarte \uFFFD"],
      ["CAF-01", "Café crème"],
    ])
  }
})

test("Excel keeps the digits of what we write: leading zeros, long numbers, an E among digits", () => {
  const row = ["0042", "007", "420000000001", "12E5", "0,50", "42", "4,50"]
  expect(writeCsv([row], "fr").trim()).toBe(
    '\uFEFF"=""0042""";"=""007""";"=""420000000001""";"=""12E5""";0,50;42;4,50'.trim(),
  )
  expect(cells(`${writeCsv([row.map(() => "x"), row], "fr")}`)).toEqual([row])
})

test("rows are numbered as in a spreadsheet, counting empty rows and line breaks", () => {
  const table = read('a;b\n\n"1\n1";x\n;;\n  ;\n2;y\n\n\n')
  expect(table.rows.map(({ row }) => row)).toEqual([3, 6])
})

describe("is refused, with the reason:", () => {
  test.each([
    [
      "a file that is too large",
      utf8("a;b\n1;2"),
      { ...LIMITS, maxBytes: 5 },
      { reason: "too_large", max: 0 },
    ],
    ["a workbook", utf8("PK\u0003\u0004…"), LIMITS, { reason: "spreadsheet" }],
    ["nothing", utf8(""), LIMITS, { reason: "empty" }],
    ["a header alone", utf8("a;b\n;\n\n"), LIMITS, { reason: "empty" }],
    [
      "a quote that is never closed",
      utf8('a;b\n1;2\n3;"4\n5;6\n'),
      LIMITS,
      { reason: "unreadable", line: 3 },
    ],
    ["bytes of another kind of file", utf8("a;b\n1;\0"), LIMITS, { reason: "unreadable", line: 1 }],
    ["one row too many", utf8("a\n1\n2\n3"), { ...LIMITS, maxRows: 2 }, { reason: "too_many", max: 2 }],
  ])("%s", (_, bytes, limits, params) => {
    expect(refusal(bytes, limits)).toEqual(["csv_refused", params])
  })

  test("100,001 rows", () => {
    const rows = Array.from({ length: 100_001 }, (_, index) => `S${index};Nom;4,50`)
    expect(refusal(utf8(["SKU;Nom;Prix", ...rows].join("\n")))).toEqual([
      "csv_refused",
      { reason: "too_many", max: 20_000 },
    ])
  })
})

test("20,000 rows, and the empty ones that spreadsheets add, are read", () => {
  const rows = Array.from({ length: 20_000 }, (_, index) => `S${index};Nom;4,50`)
  const empty = Array.from({ length: 30_000 }, () => ";;")
  expect(read(["SKU;Nom;Prix", ...rows, ...empty].join("\r\n")).rows).toHaveLength(20_000)
})

test("columns are found in any language, case, accents and order; the best name wins", () => {
  const names = { sku: ["SKU", "Référence", "Code"], name: ["Nom", "Libellé"] }
  expect(findColumns(["LIBELLE ", "code", "TVA", "reference", ""], names)).toEqual({
    at: { name: 0, sku: 3 },
    ignored: [1, 2],
  })
})

const cell = fc.oneof(
  fc.string(),
  fc.stringMatching(/^['=+@;," \t\r\n-]{0,6}$/),
  fc.stringMatching(/^0?[0-9]{0,16}$/),
  fc.constantFrom(
    '="0042"',
    '="a""b"',
    "12E5",
    "=cmd|' /C calc'!A0",
    "'=1",
    "+33",
    "-1",
    "@x",
    "\tx",
    "\rx",
    "été; «œuf», 2 €",
  ),
)
const table = fc
  .integer({ min: 2, max: 5 })
  .chain((width) =>
    fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 20 }),
  )
  // Empty rows are skipped, and NUL is not text.
  .filter((rows) =>
    rows.every((row) => row.some((text) => text.trim() !== "") && !row.join("").includes("\0")),
  )

const titles = (rows: string[][]) => rows[0]!.map((_, index) => `Titre ${index}`)

test.each(["fr", "en"])("a file written for %s reads back the same", (locale) => {
  fc.assert(
    fc.property(table, (rows) => {
      const back = read(writeCsv([titles(rows), ...rows], locale))
      expect(back.rows.map((row) => row.cells)).toEqual(rows)
    }),
    { numRuns: 300 },
  )
})

test("no written cell begins as a formula", () => {
  fc.assert(
    fc.property(table, (rows) => {
      const written = writeCsv([titles(rows), ...rows], "en")
      const bare = readCsv(utf8(written.replaceAll("'", "~")), LIMITS)
      for (const row of bare.rows) for (const text of row.cells) expect(text).not.toMatch(/^[=+\-@\t\r]/)
    }),
  )
})

test("the only formula we write is a text of digits", () => {
  fc.assert(
    fc.property(cell, (text) => {
      expect(protectCell(text)).not.toMatch(/^[=+\-@\t\r](?!"[\dE]+"$)/i)
      expect(unprotectCell(protectCell(text))).toBe(text)
    }),
  )
})

test("any bytes are read or refused", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      refusal(bytes)
    }),
  )
})

test("a file reads the same in steps as at once, with any quotes and line breaks", () => {
  const piece = fc.constantFrom('"', '""', ";", ",", "\n", "\r\n", "\r", "a", " ", "é", "\uFEFF", "=")
  const outcome = (text: string, stepChars: number) => {
    try {
      return atOnce(readCsvInSteps(utf8(text), LIMITS, stepChars))
    } catch (error) {
      if (error instanceof AppError) return error.params
      throw error
    }
  }
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const text = `a;b\n${pieces.join("")}`
      expect(outcome(text, 1)).toEqual(outcome(text, 1_000_000))
    }),
    { numRuns: 3_000 },
  )
})
