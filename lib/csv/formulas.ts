/** A spreadsheet runs a cell that begins so. What we quoted once is quoted again, so that reading takes off just one. */
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/
const QUOTED_FORMULA = /^'+[=+\-@\t\r＝＋－＠]/
/** Excel turns these into numbers: `0042` into 42, `420000000001` into 4,2E+11, `12E5` into 1200000. */
const NUMBER_TO_EXCEL = /^(0\d+|\d{12,}|\d+E\d+)$/i
/** A formula that is a text: how Excel is told that a cell of digits is one. It runs nothing. */
const TEXT_FORMULA = /^="((?:[^"]|"")*)"$/
const EXCEL_NUMBER = /^\d([.,]\d+)?E\+\d+$/i

/**
 * The cell as a file for spreadsheets holds it: with an apostrophe before it where it would be run (`=cmd|…`), as a text
 * formula where Excel would make another number of it (`="0042"`).
 */
export function protectCell(cell: string): string {
  if (NUMBER_TO_EXCEL.test(cell)) return `="${cell}"`
  return FORMULA.test(cell) ? `'${cell}` : cell
}

/** The reverse of {@link protectCell}, for a file that comes back. */
export function unprotectCell(cell: string): string {
  if (QUOTED_FORMULA.test(cell)) return cell.slice(1)
  return TEXT_FORMULA.exec(cell)?.[1]?.replaceAll('""', '"') ?? cell
}

/** `4,2E+12`: what Excel leaves of a long number that it took for one. Nobody can tell what it was. */
export const isExcelNumber = (cell: string): boolean => EXCEL_NUMBER.test(cell)
