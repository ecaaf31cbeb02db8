import { inflateSync } from "node:zlib"
import { expect, test } from "vitest"
import { type ReportDocument, renderReport } from "./pdf"
import { ROW_STATES } from "./schema"

const report = (rows: number): ReportDocument => ({
  lang: "fr-FR",
  title: "Contrôle qualité Pongo",
  maker: "Comptoir",
  subject: "Chez Inès",
  madeAt: new Date("2026-11-28T09:00:00Z"),
  facts: [{ term: "Commerçant", value: "Chez Inès" }],
  result: { word: "Prêt", sentence: "Tout est montré\u202f: rien ne manque.", isReady: true },
  columns: { check: "Point", state: "État", evidence: "Preuve" },
  groups: [
    {
      title: "Ce qu’une caisse doit faire",
      rows: Array.from({ length: rows }, (_, index) => ({
        title: "Le caissier voit les points du client",
        requirement: "Obligatoire",
        state: ROW_STATES[index % ROW_STATES.length]!,
        stateWord: "Montré",
        finding: "Les points ont été remis à la caisse, lus chez Pongo à l’instant.",
        place: "le 27 nov. 2026, 22:29 · Lyon · caisse Borne",
      })),
    },
  ],
  notes: ["Montré\u202f: vu dans ce que de vraies caisses ont fait."],
  footer: "Chez Inès · 28 nov. 2026",
  pageOf: (page, pages) => `Page ${page} sur ${pages}`,
})
const pagesOf = (pdf: Buffer) => pdf.toString("latin1").match(/\/Type \/Page\b/g)?.length

test("a report is a tagged PDF with its language, its title and its date", async () => {
  const pdf = (await renderReport(report(3))).toString("latin1")
  expect(pdf).toMatch(/^%PDF-1\.7/)
  expect(pdf).toContain("/Lang (fr-FR)")
  expect(pdf).toContain("/Marked true")
  expect(pdf).toContain("/DisplayDocTitle true")
  expect(pdf).toContain("20261128090000Z")
  const title = Buffer.from("\ufeffContrôle qualité Pongo · Chez Inès", "utf16le").swap16().toString("latin1")
  expect(pdf).toContain(title)
})

test("the PDF embeds our own fonts and no others", async () => {
  const pdf = (await renderReport(report(1))).toString("latin1")
  expect(new Set([...pdf.matchAll(/\/BaseFont \/\w{6}\+([\w-]+)/g)].map(([, name]) => name))).toEqual(
    new Set(["Geist-Regular", "Geist-SemiBold"]),
  )
})

test("no printed character is missing from our font, such as the narrow space of French", async () => {
  const pdf = await renderReport(report(1))
  const streams = [...pdf.toString("latin1").matchAll(/stream\n([\s\S]*?)\nendstream/g)].map(([, body]) => {
    try {
      return inflateSync(Buffer.from(body!, "latin1")).toString("latin1")
    } catch {
      return ""
    }
  })
  const glyphs = streams
    .filter((text) => text.includes(" TJ"))
    .flatMap((text) => [...text.matchAll(/<([0-9a-f]+)>/g)].flatMap(([, hex]) => hex!.match(/.{4}/g) ?? []))
  expect(glyphs.length).toBeGreaterThan(100)
  // Glyph 0 of every font is the box for missing characters.
  expect(glyphs).not.toContain("0000")
})

test("a long report has as many pages as it needs, and a footer adds none", async () => {
  expect(pagesOf(await renderReport(report(1)))).toBe(1)
  expect(pagesOf(await renderReport(report(40)))).toBe(4)
})
