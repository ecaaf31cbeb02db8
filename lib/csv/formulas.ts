/** A spreadsheet runs a cell with this start. Apostrophes count, so that reading removes exactly the one we added. */
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/
const QUOTED_FORMULA = /^'+[=+\-@\t\r＝＋－＠]/
/** Excel turns these into numbers: `0042` into 42, `420000000001` into 4,2E+11, `12E5` into 1200000. */
const NUMBER_TO_EXCEL = /^(0\d+|\d{12,}|\d+E\d+)$/i
/** A formula that yields text: tells Excel that a cell of digits is text. It runs nothing. */
const TEXT_FORMULA = /^="((?:[^"]|"")*)"$/
const EXCEL_NUMBER = /^\d([.,]\d+)?E\+\d+$/i

/**
 * Protects a cell for spreadsheets: an apostrophe before a cell that would run (`=cmd|…`), a text formula where Excel
 * would change a number (`="0042"`).
 */
export function protectCell(cell: string): string {
  if (NUMBER_TO_EXCEL.test(cell)) return `="${cell}"`
  return FORMULA.test(cell) ? `'${cell}` : cell
}

/** Reverses {@link protectCell} for a file that comes back. */
export function unprotectCell(cell: string): string {
  if (QUOTED_FORMULA.test(cell)) return cell.slice(1)
  return TEXT_FORMULA.exec(cell)?.[1]?.replaceAll('""', '"') ?? cell
}

/** `4,2E+12`: what Excel makes of a long number. The original digits are lost. */
export const isExcelNumber = (cell: string): boolean => EXCEL_NUMBER.test(cell)
