/** A spreadsheet runs a cell that begins so. What we quoted once is quoted again, so that reading takes off just one. */
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/
const QUOTED_FORMULA = /^'+[=+\-@\t\r＝＋－＠]/

/** The cell with an apostrophe before it where a spreadsheet would run it (`=cmd|…`). */
export const quoteFormula = (cell: string): string => (FORMULA.test(cell) ? `'${cell}` : cell)

/** The reverse of {@link quoteFormula}, for a file that comes back. */
export const unquoteFormula = (cell: string): string => (QUOTED_FORMULA.test(cell) ? cell.slice(1) : cell)
