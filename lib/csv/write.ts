import { stringify } from "csv-stringify/sync"
import { quoteFormula } from "./formulas"

/**
 * A file that opens rightly in a spreadsheet with a double click (byte order mark, `;` where the comma is decimal), runs
 * nothing there, and reads back the same with `readCsv`.
 * @param locale whose spreadsheet it is for
 * @param isStart false for the following pieces of a file that is written in several
 */
export function writeCsv(rows: readonly (readonly string[])[], locale: string, isStart = true): string {
  return stringify(
    rows.map((row) => row.map(quoteFormula)),
    {
      bom: isStart,
      delimiter: locale === "fr" ? ";" : ",",
      record_delimiter: "windows",
      quoted_match: /[\r\n]/,
    },
  )
}

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
