import { logger } from "@/lib/log"
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

/**
 * A file made while it is downloaded: only one piece is in memory, and what a piece was read with is held for no longer
 * than that, however slow the download. A piece that fails breaks the download off.
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
