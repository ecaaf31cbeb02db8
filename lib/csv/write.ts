import { protectCell } from "./formulas"

/**
 * A file that opens rightly in a spreadsheet with a double click (byte order mark, `;` where the comma is decimal, leading
 * zeros kept), runs nothing there, and reads back the same with `readCsv`.
 * @param locale whose spreadsheet it is for
 * @param isStart false for the following pieces of a file that is written in several
 */
export function writeCsv(rows: readonly (readonly string[])[], locale: string, isStart = true): string {
  const delimiter = locale === "fr" ? ";" : ","
  let text = isStart ? "\uFEFF" : ""
  for (const row of rows)
    text += `${row.map((cell) => quoteCell(protectCell(cell), delimiter)).join(delimiter)}\r\n`
  return text
}

/** Quotes what would not be read as one cell. Ours, because a library took a minute for a million rows. */
const quoteCell = (cell: string, delimiter: string): string =>
  cell.includes(delimiter) || /["\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell

/** The answer that a browser saves as `name`. */
export function csvDownload(text: string | ReadableStream<Uint8Array>, name: string): Response {
  return new Response(text, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${name}"`,
      "Cache-Control": "no-store",
    },
  })
}
