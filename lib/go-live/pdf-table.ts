import type { DocumentRow, ReportDocument } from "./pdf"
import {
  asArtifact,
  drawLine,
  heightOf,
  type Look,
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
import type { RowState } from "./schema"

export const STATE_COLOUR: Record<RowState, string> = {
  passed: "#1D6A3B",
  rehearsed: "#1F5A9E",
  missing: SECONDARY,
  failed: "#AD241C",
  not_applicable: SECONDARY,
}

const GAP = 14
const COLUMN = { check: 196, state: 92, evidence: WIDTH - 196 - 92 - 2 * GAP }
const X = {
  check: MARGIN,
  state: MARGIN + COLUMN.check + GAP,
  evidence: MARGIN + COLUMN.check + COLUMN.state + 2 * GAP,
}

/** Draws a group of rows under its title, with the column titles on each page. Yields after each row. */
export function* setGroup(
  pdf: Pdf,
  root: Struct,
  group: ReportDocument["groups"][number],
  columns: ReportDocument["columns"],
): Generator<void, void> {
  // Keep a title with its header and the first row.
  needRoom(pdf, 40 + 30 + Math.max(...group.rows.slice(0, 1).map((row) => rowHeight(pdf, row)), 0))
  put(pdf, root, "H2", group.title, { font: "strong", size: 13 })
  pdf.y += 6
  const table = pdf.struct("Table")
  root.add(table)
  setColumns(pdf, table, columns)
  for (const row of group.rows) {
    // Repeat the column titles on the next page, for sighted readers only.
    if (needRoom(pdf, rowHeight(pdf, row))) asArtifact(pdf, () => drawColumns(pdf, columns))
    setRow(pdf, table, row)
    yield
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

/** The word states it. The mark is faster to find, and differs in shape as well as colour. */
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
