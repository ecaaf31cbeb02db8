import { logger } from "@/lib/log"
import { protectCell } from "./formulas"

/**
 * A file that opens correctly in a spreadsheet with a double click (byte order mark, `;` where the comma is the decimal
 * mark, leading zeros kept), runs nothing there, and reads back the same with `readCsv`.
 * @param locale locale of the spreadsheet
 * @param isStart false for later pieces of a file written in several
 */
export function writeCsv(rows: readonly (readonly string[])[], locale: string, isStart = true): string {
  const delimiter = locale === "fr" ? ";" : ","
  let text = isStart ? "\uFEFF" : ""
  for (const row of rows)
    text += `${row.map((cell) => quoteCell(protectCell(cell), delimiter)).join(delimiter)}\r\n`
  return text
}

/** Quotes a cell if needed. Our own, because a library took a minute for a million rows. */
const quoteCell = (cell: string, delimiter: string): string =>
  cell.includes(delimiter) || /["\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell

/**
 * A file generated during its download. Only one piece is in memory. A slow download does not hold the resources that a
 * piece was read with. A failing piece aborts the download.
 */
export function streamCsv(pieces: AsyncIterable<string[][]>, locale: string): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const unread = pieces[Symbol.asyncIterator]()
  let isStart = true
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await unread.next()
          if (done) return controller.close()
          controller.enqueue(encoder.encode(writeCsv(value, locale, isStart)))
          isStart = false
        } catch (error) {
          logger.error({ err: error }, "an export broke off")
          controller.error(error)
        }
      },
      async cancel() {
        await unread.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}

/** The response that a browser saves as `name`. */
export function csvDownload(text: string | ReadableStream<Uint8Array>, name: string): Response {
  return new Response(text, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${name}"`,
      "Cache-Control": "no-store",
    },
  })
}
