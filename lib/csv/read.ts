import { CsvError, parse } from "csv-parse/sync"
import { AppError } from "@/lib/errors"
import { decodeText, type Encoding } from "./decode"
import { unprotectCell } from "./formulas"

const DELIMITERS = [";", ",", "\t"] as const
type Delimiter = (typeof DELIMITERS)[number]

export type CsvTable = {
  header: string[]
  /** `row` as a spreadsheet numbers it: 1 is the header, empty ones count. */
  rows: { row: number; cells: string[] }[]
  encoding: Encoding
  delimiter: Delimiter
}

/** Rows that are read at all, empty ones included: spreadsheets like to save thousands of them. */
const READ_AT_MOST = 100_000
/** An opening quote without its closing one would take the rest of the file for one cell. */
const MAX_RECORD = 100_000

/**
 * Reads a file that a spreadsheet or a POS saved: its encoding and delimiter are found out, cells may hold quotes and
 * line breaks, and what protected a cell from being run or recalculated is taken off. Empty rows are left out.
 * @throws AppError `csv_refused` with a `reason`: `too_large`, `spreadsheet` (a workbook), `unreadable` (with `line`),
 * `too_many` (with `max`), `empty`
 */
export function readCsv(bytes: Uint8Array, limits: { maxBytes: number; maxRows: number }): CsvTable {
  if (bytes.byteLength > limits.maxBytes)
    throw refuse("too_large", { max: Math.floor(limits.maxBytes / 1_048_576) })
  if (isWorkbook(bytes)) throw refuse("spreadsheet")
  const { text, encoding } = decodeText(bytes)
  if (text.includes("\0")) throw refuse("unreadable", { line: 1 })
  const { body, told } = takeSeparatorLine(text)
  const delimiter = told ?? findDelimiter(body)
  const records = parseRecords(body, delimiter)
  if (records.length > READ_AT_MOST) throw refuse("too_many", { max: limits.maxRows })
  const filled = records
    .map((cells, index) => ({ row: index + 1, cells: cells.map(unprotectCell) }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ""))
  const [header, ...rows] = filled
  if (!header || rows.length === 0) throw refuse("empty")
  if (rows.length > limits.maxRows) throw refuse("too_many", { max: limits.maxRows })
  return { header: header.cells, rows, encoding, delimiter }
}

function parseRecords(text: string, delimiter: Delimiter): string[][] {
  try {
    return parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      // `Pizza 12"` and `="0042"`: a quote within a cell is a character of it.
      relax_quotes: true,
      record_delimiter: ["\r\n", "\n", "\r"],
      max_record_size: MAX_RECORD,
      to: READ_AT_MOST + 1,
    })
  } catch (error) {
    // Where the broken record begins: a quote that is never closed is noticed at the end of the file.
    if (error instanceof CsvError) throw refuse("unreadable", { line: Number(error.records) + 1 })
    throw error
  }
}

/** Excel writes and reads a first line `sep=;`, which it does not show. */
function takeSeparatorLine(text: string): { body: string; told: Delimiter | undefined } {
  const [line = "", separator] = /^\uFEFF?sep=(.)\r?\n/i.exec(text) ?? []
  return { body: text.slice(line.length), told: DELIMITERS.find((known) => known === separator) }
}

/** The one that stands most often in the first line, outside quotes. */
function findDelimiter(text: string): Delimiter {
  const counts = new Map<string, number>()
  let isQuoted = false
  for (const char of text.trimStart()) {
    if (char === '"') isQuoted = !isQuoted
    else if (!isQuoted && (char === "\n" || char === "\r")) break
    else if (!isQuoted) counts.set(char, (counts.get(char) ?? 0) + 1)
  }
  return DELIMITERS.toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0))[0]!
}

/** An .xlsx or .ods (a zip), or an .xls. */
const isWorkbook = (bytes: Uint8Array) =>
  [
    [0x50, 0x4b, 0x03, 0x04],
    [0xd0, 0xcf, 0x11, 0xe0],
  ].some((magic) => magic.every((byte, index) => bytes[index] === byte))

const refuse = (reason: string, params: Record<string, number> = {}) =>
  new AppError("csv_refused", `the file was refused: ${reason}`, { params: { reason, ...params } })
