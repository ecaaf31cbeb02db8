import { join } from "node:path"
import type PDFDocument from "pdfkit"

export type Pdf = InstanceType<typeof PDFDocument>

/** The font files, beside the running server, in the standalone build too (next.config.mjs). */
const FONTS = join(process.cwd(), "node_modules/geist/dist/fonts/geist-sans")
export const FONT = { regular: join(FONTS, "Geist-Regular.ttf"), strong: join(FONTS, "Geist-SemiBold.ttf") }

export const INK = "#17150F"
export const SECONDARY = "#6B665C"
const RULE = "#E7E3DB"

/** A4 in points. */
export const MARGIN = 48
export const FOOTER_ROOM = 36
export const WIDTH = 595.28 - 2 * MARGIN

export type Struct = ReturnType<Pdf["struct"]>
export type Look = { font?: "regular" | "strong"; size: number; colour?: string; x?: number; width?: number }

/** Our font lacks the narrow no-break space. Without this it prints a box where French puts one. */
export const printable = (text: string) => text.replaceAll("\u202f", "\u00a0")

/** Draws text as an element of the document's structure, at the cursor or at `y`; returns where it ends. */
export function put(pdf: Pdf, parent: Struct, type: string, text: string, look: Look, y = pdf.y): number {
  const { font = "regular", size, colour = INK, x = MARGIN, width = WIDTH } = look
  parent.add(
    pdf.struct(type, {}, () => {
      pdf
        .font(font)
        .fontSize(size)
        .fillColor(colour)
        .text(printable(text), x, y, { width, lineGap: size * 0.22 })
    }),
  )
  return pdf.y
}

export function heightOf(pdf: Pdf, text: string, { font = "regular", size, width = WIDTH }: Look): number {
  return text
    ? pdf
        .font(font)
        .fontSize(size)
        .heightOfString(printable(text), { width, lineGap: size * 0.22 })
    : 0
}

/** Starts a new page when less than this is left. */
export function needRoom(pdf: Pdf, height: number): boolean {
  if (pdf.y + height <= pdf.page.height - MARGIN - FOOTER_ROOM) return false
  pdf.addPage()
  pdf.y = MARGIN
  return true
}

export const line = (pdf: Pdf) => asArtifact(pdf, () => drawLine(pdf))

export function drawLine(pdf: Pdf) {
  pdf
    .save()
    .lineWidth(0.6)
    .strokeColor(RULE)
    .moveTo(MARGIN, pdf.y)
    .lineTo(MARGIN + WIDTH, pdf.y)
    .stroke()
    .restore()
}

/** Decoration only: screen readers skip it. */
export function asArtifact(pdf: Pdf, draw: () => void) {
  pdf.markContent("Artifact")
  draw()
  pdf.endMarkedContent()
}
