import PDFDocument from "pdfkit"
import { inTurns } from "@/lib/turns"
import {
  asArtifact,
  FONT,
  FOOTER_ROOM,
  heightOf,
  INK,
  line,
  MARGIN,
  needRoom,
  type Pdf,
  printable,
  put,
  SECONDARY,
  type Struct,
  WIDTH,
} from "./pdf-sheet"
import { STATE_COLOUR, setGroup } from "./pdf-table"
import type { RowState } from "./schema"

/** A report as text in one language, with formatted dates. */
export type ReportDocument = {
  lang: string
  title: string
  /** Above the title: the program that made it. */
  maker: string
  subject: string
  madeAt: Date
  facts: { term: string; value: string }[]
  result: { word: string; sentence: string; isReady: boolean }
  columns: { check: string; state: string; evidence: string }
  groups: { title: string; rows: DocumentRow[] }[]
  /** Explanations of the states. */
  notes: string[]
  footer: string
  pageOf: (page: number, pages: number) => string
}

export type DocumentRow = {
  title: string
  requirement: string
  state: RowState
  stateWord: string
  finding: string
  place: string
}

/**
 * Renders a report as a tagged PDF: real text in our own fonts, tables with headers, numbered pages. Works in steps, so
 * that other requests can run.
 */
export async function renderReport(report: ReportDocument): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: "A4",
    margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + FOOTER_ROOM },
    bufferPages: true,
    pdfVersion: "1.7",
    tagged: true,
    displayTitle: true,
    lang: report.lang,
    font: FONT.regular,
    info: {
      Title: `${report.title} · ${report.subject}`,
      Author: report.maker,
      Subject: report.result.sentence,
      CreationDate: report.madeAt,
    },
  })
  pdf.registerFont("regular", FONT.regular)
  pdf.registerFont("strong", FONT.strong)
  const chunks: Buffer[] = []
  const done = new Promise<Buffer>((resolve, reject) => {
    pdf.on("data", (chunk: Buffer) => chunks.push(chunk))
    pdf.on("end", () => resolve(Buffer.concat(chunks)))
    pdf.on("error", reject)
  })
  await inTurns(setReport(pdf, report))
  pdf.end()
  return done
}

function* setReport(pdf: Pdf, report: ReportDocument): Generator<void, void> {
  const root = pdf.struct("Document")
  pdf.addStructure(root)
  setHead(pdf, root, report)
  yield
  for (const group of report.groups) yield* setGroup(pdf, root, group, report.columns)
  setNotes(pdf, root, report.notes)
  root.end()
  yield* setFooters(pdf, report)
}

function setHead(pdf: Pdf, root: Struct, report: ReportDocument) {
  put(pdf, root, "P", report.maker, { size: 9, colour: SECONDARY })
  pdf.y += 18
  put(pdf, root, "H1", report.title, { font: "strong", size: 22 })
  pdf.y += 2
  put(pdf, root, "P", report.subject, { size: 14, colour: SECONDARY })
  pdf.y += 14
  const isReady = report.result.isReady
  put(pdf, root, "P", report.result.word, {
    font: "strong",
    size: 12,
    colour: isReady ? STATE_COLOUR.passed : INK,
  })
  put(pdf, root, "P", report.result.sentence, { size: 10, colour: SECONDARY })
  pdf.y += 12
  const table = pdf.struct("Table")
  root.add(table)
  for (const { term, value } of report.facts) {
    line(pdf)
    const row = pdf.struct("TR")
    table.add(row)
    const top = pdf.y + 5
    put(pdf, row, "TH", term, { size: 9.5, colour: SECONDARY, width: 150 }, top)
    const bottom = put(pdf, row, "TD", value, { size: 9.5, x: MARGIN + 160, width: WIDTH - 160 }, top)
    pdf.y = bottom + 3
    row.end()
  }
  line(pdf)
  table.end()
  pdf.y += 22
}

function setNotes(pdf: Pdf, root: Struct, notes: string[]) {
  needRoom(
    pdf,
    notes.reduce((sum, note) => sum + heightOf(pdf, note, { size: 9 }) + 4, 0),
  )
  for (const note of notes) {
    put(pdf, root, "P", note, { size: 9, colour: SECONDARY })
    pdf.y += 4
  }
}

function* setFooters(pdf: Pdf, { footer, pageOf }: ReportDocument): Generator<void, void> {
  const { count } = pdf.bufferedPageRange()
  for (let page = 0; page < count; page++) {
    pdf.switchToPage(page)
    // Below the margin, where text would start another page.
    pdf.page.margins.bottom = 0
    const y = pdf.page.height - MARGIN
    asArtifact(pdf, () => {
      pdf.font("regular").fontSize(8.5).fillColor(SECONDARY)
      pdf.text(printable(footer), MARGIN, y, { width: WIDTH - 80, lineBreak: false, ellipsis: true })
      pdf.text(printable(pageOf(page + 1, count)), MARGIN, y, {
        width: WIDTH,
        align: "right",
        lineBreak: false,
      })
    })
    yield
  }
}
