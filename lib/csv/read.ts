import { CsvError, parse } from "csv-parse/sync"
import { AppError } from "@/lib/errors"
import { atOnce } from "@/lib/turns"
import { decodeText, type Encoding } from "./decode"
import { unprotectCell } from "./formulas"

const DELIMITERS = [";", ",", "\t"] as const
type Delimiter = (typeof DELIMITERS)[number]

export type CsvTable = {
  header: string[]
  /** `row` as a spreadsheet numbers it: 1 is the header, empty rows count. */
  rows: { row: number; cells: string[] }[]
  encoding: Encoding
  delimiter: Delimiter
}

/** Maximum of rows read, empty ones included: spreadsheets often save thousands of them. */
const READ_AT_MOST = 100_000
/** An unclosed quote would make the rest of the file one cell. */
const MAX_RECORD = 100_000
/** Characters per step, up to the end of a record: a few milliseconds. */
const STEP_CHARS = 8_000
const STEP_RECORDS = 200

/**
 * Reads a file saved by a spreadsheet or a POS. Detects encoding and delimiter, accepts quotes and line breaks in
 * cells, and removes the protection against formulas and number conversion. Skips empty rows.
 * @throws AppError `csv_refused` with a `reason`: `too_large`, `spreadsheet` (a workbook), `unreadable` (with `line`),
 * `too_many` (with `max`), `empty`
 */
export const readCsv = (bytes: Uint8Array, limits: Limits): CsvTable => atOnce(readCsvInSteps(bytes, limits))

type Limits = { maxBytes: number; maxRows: number }

/** {@link readCsv} as a generator: it yields between steps, so that the caller can let other work run. */
export function* readCsvInSteps(
  bytes: Uint8Array,
  limits: Limits,
  stepChars = STEP_CHARS,
): Generator<void, CsvTable> {
  if (bytes.byteLength > limits.maxBytes)
    throw refuse("too_large", { max: Math.floor(limits.maxBytes / 1_048_576) })
  if (isWorkbook(bytes)) throw refuse("spreadsheet")
  const { text, encoding } = decodeText(bytes)
  if (text.includes("\0")) throw refuse("unreadable", { line: 1 })
  const { body, told } = takeSeparatorLine(text)
  const delimiter = told ?? findDelimiter(body)
  const filled: CsvTable["rows"] = []
  let count = 0
  for (const piece of wholeRecords(body, delimiter, stepChars)) {
    for (const record of parseRecords(piece, delimiter, count)) {
      count += 1
      const cells = record.map(unprotectCell)
      if (cells.some((cell) => cell.trim() !== "")) filled.push({ row: count, cells })
    }
    if (count > READ_AT_MOST) throw refuse("too_many", { max: limits.maxRows })
    yield
  }
  const [header, ...rows] = filled
  if (!header || rows.length === 0) throw refuse("empty")
  if (rows.length > limits.maxRows) throw refuse("too_many", { max: limits.maxRows })
  return { header: header.cells, rows, encoding, delimiter }
}

/**
 * Splits a text into pieces of whole records, of at least `stepChars` or 200 records each. Finds cells as csv-parse
 * does with `relax_quotes`: a quote at the start of a cell opens it, a doubled quote is one quote, and a single one
 * closes it.
 */
function* wholeRecords(text: string, delimiter: Delimiter, stepChars: number): Generator<string> {
  let start = 0
  let records = 0
  let isQuoted = false
  let isCellStart = true
  for (let at = text.startsWith("\uFEFF") ? 1 : 0; at < text.length; at++) {
    const char = text[at]
    if (isQuoted) {
      if (char !== '"') continue
      if (text[at + 1] === '"') at += 1
      else isQuoted = false
      continue
    }
    if (char === '"' && isCellStart) {
      isQuoted = true
      isCellStart = false
      continue
    }
    const isEnd = char === "\n" || (char === "\r" && text[at + 1] !== "\n")
    isCellStart = isEnd || char === delimiter
    if (!isEnd) continue
    records += 1
    if (at + 1 - start < stepChars && records < STEP_RECORDS) continue
    yield text.slice(start, at + 1)
    start = at + 1
    records = 0
  }
  if (start < text.length) yield text.slice(start)
}

/** @param before the number of records before these */
function parseRecords(text: string, delimiter: Delimiter, before: number): string[][] {
  try {
    return parse(text, {
      bom: before === 0,
      delimiter,
      relax_column_count: true,
      // `Pizza 12"` and `="0042"`: a quote inside a cell is an ordinary character.
      relax_quotes: true,
      record_delimiter: ["\r\n", "\n", "\r"],
      max_record_size: MAX_RECORD,
      to: READ_AT_MOST + 1,
    })
  } catch (error) {
    // The line where the broken record begins: an unclosed quote is detected only at the end of the file.
    if (error instanceof CsvError) throw refuse("unreadable", { line: before + Number(error.records) + 1 })
    throw error
  }
}

/** Excel writes and reads a first line `sep=;`, which it does not show. */
function takeSeparatorLine(text: string): { body: string; told: Delimiter | undefined } {
  const [line = "", separator] = /^\uFEFF?sep=(.)\r?\n/i.exec(text) ?? []
  return { body: text.slice(line.length), told: DELIMITERS.find((known) => known === separator) }
}

/** The most frequent delimiter in the first line, outside quotes. */
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
