import { join } from "node:path"
import PDFDocument from "pdfkit"
import type { RowState } from "./schema"

/** A report in words, ready to be set: in one language, with its dates written out. */
export type ReportDocument = {
  lang: string
  title: string
  /** Above the title: what made it. */
  maker: string
  subject: string
  madeAt: Date
  facts: { term: string; value: string }[]
  result: { word: string; sentence: string; isReady: boolean }
  columns: { check: string; state: string; evidence: string }
  groups: { title: string; rows: DocumentRow[] }[]
  /** What the words for a state mean. */
  notes: string[]
  footer: string
  pageOf: (page: number, pages: number) => string
}

type DocumentRow = {
  title: string
  requirement: string
  state: RowState
  stateWord: string
  finding: string
  place: string
}

type Pdf = InstanceType<typeof PDFDocument>

/** The files stand beside the server that runs, in the standalone build too (next.config.mjs). */
const FONTS = join(process.cwd(), "node_modules/geist/dist/fonts/geist-sans")
const FONT = { regular: join(FONTS, "Geist-Regular.ttf"), strong: join(FONTS, "Geist-SemiBold.ttf") }

const INK = "#17150F"
const SECONDARY = "#6B665C"
const RULE = "#E7E3DB"
const STATE_COLOUR: Record<RowState, string> = {
  passed: "#1D6A3B",
  rehearsed: "#1F5A9E",
  missing: SECONDARY,
  failed: "#AD241C",
  not_applicable: SECONDARY,
}

/** A4 in points. */
const MARGIN = 48
const FOOTER_ROOM = 36
const GAP = 14
const WIDTH = 595.28 - 2 * MARGIN
const COLUMN = { check: 196, state: 92, evidence: WIDTH - 196 - 92 - 2 * GAP }
const X = {
  check: MARGIN,
  state: MARGIN + COLUMN.check + GAP,
  evidence: MARGIN + COLUMN.check + COLUMN.state + 2 * GAP,
}

/** Sets a report as a tagged PDF: real text in our own type, tables with their headers, numbered pages. */
export function renderReport(report: ReportDocument): Promise<Buffer> {
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
  const root = pdf.struct("Document")
  pdf.addStructure(root)
  setHead(pdf, root, report)
  for (const group of report.groups) setGroup(pdf, root, group, report.columns)
  setNotes(pdf, root, report.notes)
  root.end()
  setFooters(pdf, report)
  pdf.end()
  return done
}

type Struct = ReturnType<Pdf["struct"]>
type Look = { font?: "regular" | "strong"; size: number; colour?: string; x?: number; width?: number }

/** Our type has no narrow no-break space: without this it prints a box where French puts one. */
const printable = (text: string) => text.replaceAll("\u202f", "\u00a0")

/** Text as an element of the document's structure, at the cursor or at `y`; says where it ends. */
function put(pdf: Pdf, parent: Struct, type: string, text: string, look: Look, y = pdf.y): number {
  const { font = "regular", size, colour = INK, x = MARGIN, width = WIDTH } = look
  parent.add(
    pdf.struct(type, {}, () => {
      pdf
        .font(font)
        .fontSize(size)
        .fillColor(colour)
        .text(text, x, y, { width, lineGap: size * 0.22 })
    }),
  )
  return pdf.y
}

function heightOf(pdf: Pdf, text: string, { font = "regular", size, width = WIDTH }: Look): number {
  return text
    ? pdf
        .font(font)
        .fontSize(size)
        .heightOfString(printable(text), { width, lineGap: size * 0.22 })
    : 0
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

function setGroup(
  pdf: Pdf,
  root: Struct,
  group: ReportDocument["groups"][number],
  columns: ReportDocument["columns"],
) {
  // A title stays with its header and the first row.
  needRoom(pdf, 40 + 30 + Math.max(...group.rows.slice(0, 1).map((row) => rowHeight(pdf, row)), 0))
  put(pdf, root, "H2", group.title, { font: "strong", size: 13 })
  pdf.y += 6
  const table = pdf.struct("Table")
  root.add(table)
  setColumns(pdf, table, columns)
  for (const row of group.rows) {
    // On the next page the columns are named again, for the eye alone.
    if (needRoom(pdf, rowHeight(pdf, row))) asArtifact(pdf, () => drawColumns(pdf, columns))
    setRow(pdf, table, row)
  }
  table.end()
  pdf.y += 20
}

const HEADER: Look = { size: 8.5, colour: SECONDARY }

function setColumns(pdf: Pdf, table: Struct, columns: ReportDocument["columns"]) {
  const header = pdf.struct("TR")
  table.add(header)
  const top = pdf.y
  for (const key of ["check", "state", "evidence"] as const)
    put(pdf, header, "TH", columns[key], { ...HEADER, x: X[key], width: COLUMN[key] }, top)
  header.end()
  pdf.y = top + 14
  line(pdf)
}

function drawColumns(pdf: Pdf, columns: ReportDocument["columns"]) {
  const top = pdf.y
  pdf.font("regular").fontSize(HEADER.size).fillColor(SECONDARY)
  for (const key of ["check", "state", "evidence"] as const)
    pdf.text(printable(columns[key]), X[key], top, { width: COLUMN[key] })
  pdf.y = top + 14
  drawLine(pdf)
}

const TITLE: Look = { font: "strong", size: 9.5, width: COLUMN.check }
const REQUIREMENT: Look = { size: 8.5, colour: SECONDARY, width: COLUMN.check }
const FINDING: Look = { size: 9.5, width: COLUMN.evidence }
const PLACE: Look = { size: 8.5, colour: SECONDARY, width: COLUMN.evidence }
const PADDING = 7

function rowHeight(pdf: Pdf, row: DocumentRow): number {
  const left = heightOf(pdf, row.title, TITLE) + heightOf(pdf, row.requirement, REQUIREMENT)
  const right = heightOf(pdf, row.finding, FINDING) + heightOf(pdf, row.place, PLACE)
  return Math.max(left, right) + 2 * PADDING
}

function setRow(pdf: Pdf, table: Struct, row: DocumentRow) {
  const height = rowHeight(pdf, row)
  const top = pdf.y + PADDING
  const colour = STATE_COLOUR[row.state]
  const element = pdf.struct("TR")
  table.add(element)
  const check = cell(pdf, element)
  const below = put(pdf, check, "P", row.title, { ...TITLE, x: X.check }, top)
  put(pdf, check, "P", row.requirement, { ...REQUIREMENT, x: X.check }, below)
  check.end()
  asArtifact(pdf, () => drawMark(pdf, row.state, X.state + 4, top + 5.5, colour))
  const state = cell(pdf, element)
  put(
    pdf,
    state,
    "P",
    row.stateWord,
    { font: "strong", size: 9.5, colour, x: X.state + 14, width: COLUMN.state - 14 },
    top,
  )
  state.end()
  const evidence = cell(pdf, element)
  const under = put(pdf, evidence, "P", row.finding, { ...FINDING, x: X.evidence }, top)
  if (row.place) put(pdf, evidence, "P", row.place, { ...PLACE, x: X.evidence }, under)
  evidence.end()
  element.end()
  pdf.y = top - PADDING + height
  line(pdf)
}

function cell(pdf: Pdf, row: Struct): Struct {
  const made = pdf.struct("TD")
  row.add(made)
  return made
}

/** The word says it; the mark is found faster, and differs in form and not in colour alone. */
function drawMark(pdf: Pdf, state: RowState, x: number, y: number, colour: string) {
  pdf.save().lineWidth(1.4).strokeColor(colour).fillColor(colour)
  if (state === "passed") pdf.circle(x, y, 3.4).fill()
  else if (state === "rehearsed") pdf.circle(x, y, 2.8).stroke().circle(x, y, 1.2).fill()
  else if (state === "missing") pdf.circle(x, y, 2.8).dash(1.4, { space: 1.4 }).stroke()
  else if (state === "failed")
    pdf
      .moveTo(x - 2.6, y - 2.6)
      .lineTo(x + 2.6, y + 2.6)
      .moveTo(x - 2.6, y + 2.6)
      .lineTo(x + 2.6, y - 2.6)
      .stroke()
  else
    pdf
      .moveTo(x - 3, y)
      .lineTo(x + 3, y)
      .stroke()
  pdf.restore()
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

function setFooters(pdf: Pdf, { footer, pageOf }: ReportDocument) {
  const { count } = pdf.bufferedPageRange()
  for (let page = 0; page < count; page++) {
    pdf.switchToPage(page)
    // Below the margin, where text would begin a page of its own.
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
  }
}

/** Begins a page when less than this is left. */
function needRoom(pdf: Pdf, height: number): boolean {
  if (pdf.y + height <= pdf.page.height - MARGIN - FOOTER_ROOM) return false
  pdf.addPage()
  pdf.y = MARGIN
  return true
}

const line = (pdf: Pdf) => asArtifact(pdf, () => drawLine(pdf))

function drawLine(pdf: Pdf) {
  pdf
    .save()
    .lineWidth(0.6)
    .strokeColor(RULE)
    .moveTo(MARGIN, pdf.y)
    .lineTo(MARGIN + WIDTH, pdf.y)
    .stroke()
    .restore()
}

/** For the eye alone: a reader of the structure passes over it. */
function asArtifact(pdf: Pdf, draw: () => void) {
  pdf.markContent("Artifact")
  draw()
  pdf.endMarkedContent()
}
