import { CATALOG_COLUMNS, type CatalogColumn, type CatalogReading, type CatalogRowError } from "@/db/enums"
import { type ColumnNames, findColumns } from "@/lib/csv/columns"
import { isExcelNumber } from "@/lib/csv/formulas"
import { type CsvTable, readCsvInSteps } from "@/lib/csv/read"
import { AppError } from "@/lib/errors"
import { LOCALES, type Locale } from "@/lib/i18n/locale"
import { fileMessages } from "@/lib/i18n/plain-messages"
import { plainMoney } from "@/lib/money"
import { cutText, outsideId, textLength } from "@/lib/text"
import { atOnce } from "@/lib/turns"
import { parsePrice } from "./price"
import {
  MAX_FILE_BYTES,
  MAX_PRICE_CENTS,
  MAX_PRODUCTS,
  type PosProduct,
  REQUIRED_COLUMNS,
  skuKey,
} from "./schema"

/** Our title for a column, in either language. */
const titles = (column: CatalogColumn) =>
  LOCALES.map((locale) => fileMessages[locale].catalog.columns[column])

/** Column titles found in files, most common first. */
const COLUMN_NAMES: ColumnNames<CatalogColumn> = {
  sku: [
    ...titles("sku"),
    "Référence",
    "Reference",
    "Réf",
    "Code article",
    "Code produit",
    "Product code",
    "PLU",
    "Code",
  ],
  name: [
    ...titles("name"),
    "Libellé",
    "Désignation",
    "Intitulé",
    "Label",
    "Produit",
    "Product",
    "Article",
    "Item",
  ],
  price: [...titles("price"), "Prix TTC", "Prix de vente", "PV TTC", "Prix unitaire", "Unit price", "Tarif"],
  kind: [...titles("kind"), "Kind"],
  active: [...titles("active"), "Actif", "Active", "Disponible", "Available"],
  options: [...titles("options"), "Has paid options", "Suppléments"],
  locations: [...titles("locations"), "Établissement", "Location", "Location ids", "Sites"],
}

const YES = ["oui", "yes", "vrai", "true", "1", "o", "y", "x", "actif", "active"]
const NO = ["non", "no", "faux", "false", "0", "n", "inactif", "inactive"]
const KINDS: Partial<Record<string, PosProduct["kind"]>> = {
  produit: "product",
  product: "product",
  article: "product",
  item: "product",
  menu: "menu",
  formule: "menu",
}
const NOWHERE = ["aucun", "none"]

/** A location by the POS's id. A file may use its name instead. */
export type NamedLocation = { ref: string; name: string }

/** A product as a file gives it. A missing column or an empty cell leaves the field undefined. */
export type FileProduct = Pick<PosProduct, "sku" | "name" | "price_cents"> & Partial<PosProduct>

export type ReadProducts = { reading: CatalogReading; products: FileProduct[]; errors: CatalogRowError[] }

/**
 * Reads the products in a file. Wrong rows are left out and reported. Nothing is guessed: an ambiguous price is wrong.
 * @param locations the merchant's locations, archived ones too
 * @throws AppError `csv_refused` as `readCsv`, or for missing `columns`
 */
export const readProductFile = (bytes: Uint8Array, locations: readonly NamedLocation[]): ReadProducts =>
  atOnce(readProductFileInSteps(bytes, locations))

/** {@link readProductFile} as a generator: it yields between steps, so that the caller can let other work run. */
export function* readProductFileInSteps(
  bytes: Uint8Array,
  locations: readonly NamedLocation[],
): Generator<void, ReadProducts> {
  const table = yield* readCsvInSteps(bytes, { maxBytes: MAX_FILE_BYTES, maxRows: MAX_PRODUCTS })
  const { at, ignored } = findColumns(table.header, COLUMN_NAMES)
  const missing = REQUIRED_COLUMNS.filter((column) => at[column] === undefined)
  if (missing.length > 0)
    throw new AppError("csv_refused", `the file lacks ${missing.join(", ")}`, {
      params: { reason: "columns", columns: missing.map((column) => COLUMN_NAMES[column][0]).join(", ") },
    })
  const refs = refsByName(locations)
  const firstRows = new Map<string, number>()
  const products: FileProduct[] = []
  const errors: CatalogRowError[] = []
  for (const row of table.rows) {
    yield
    const problems: CatalogRowError[] = []
    const product = readRow(row, table.header.length, at, refs, (column, problem, value, firstRow = null) =>
      problems.push({ row: row.row, column, problem, value: cutText(value, 80), firstRow }),
    )
    const firstRow = firstRows.get(product.sku)
    if (firstRow !== undefined)
      problems.push({ row: row.row, column: "sku", problem: "sku_twice", value: product.sku, firstRow })
    else if (product.sku) firstRows.set(product.sku, row.row)
    if (problems.length > 0) errors.push(...problems)
    else products.push(product)
  }
  return { reading: describeTable(table, at, ignored), products, errors }
}

type Report = (
  column: CatalogColumn | null,
  problem: CatalogRowError["problem"],
  value: string,
  firstRow?: number | null,
) => void

function readRow(
  { cells }: CsvTable["rows"][number],
  width: number,
  at: Partial<Record<CatalogColumn, number>>,
  refs: Map<string, string>,
  report: Report,
): FileProduct {
  const cell = (column: CatalogColumn) => (cells[at[column] ?? -1] ?? "").trim()
  const answer = (column: CatalogColumn) => {
    const word = cell(column).toLowerCase()
    if (YES.includes(word)) return true
    if (NO.includes(word)) return false
    if (word !== "") report(column, "answer_unknown", word)
    return undefined
  }
  // An unquoted comma split a price in two: the cells after it cannot be trusted.
  const beyond = cells.slice(width).find((text) => text.trim() !== "")
  if (beyond !== undefined) report(null, "too_many_cells", beyond)

  const sku = readSku(cell("sku"), report)
  const name = cell("name")
  if (name === "") report("name", "name_missing", "")
  else if (textLength(name) > 300) report("name", "name_too_long", name)
  const cents = parsePrice(cell("price"))
  if (cell("price") === "") report("price", "price_missing", "")
  else if (cents === null) report("price", "price_unreadable", cell("price"))
  else if (cents > MAX_PRICE_CENTS) report("price", "price_too_high", cell("price"))
  const kind = KINDS[cell("kind").toLowerCase()]
  if (!kind && cell("kind") !== "") report("kind", "kind_unknown", cell("kind"))
  return {
    sku,
    name,
    kind,
    price_cents: cents ?? 0,
    active: answer("active"),
    has_paid_options: answer("options"),
    location_ids: at.locations === undefined ? undefined : readLocations(cell("locations"), refs, report),
  }
}

function readSku(text: string, report: Report): string {
  const sku = outsideId.safeParse(text)
  if (skuKey(text) === "") report("sku", "sku_missing", "")
  else if (textLength(text) > 100) report("sku", "sku_too_long", text)
  else if (!sku.success) report("sku", "sku_unusable", text)
  else if (isExcelNumber(text)) report("sku", "excel_number", text)
  return sku.data ?? text
}

/** `bastille | lyon`, by id or by name; empty: everywhere. */
function readLocations(text: string, refs: Map<string, string>, report: Report): string[] | null {
  if (text === "") return null
  if (NOWHERE.includes(text.toLowerCase()) && !refs.has(text.toLowerCase())) return []
  const named = (text.match(/(?:\\.|[^\\|])+/g) ?? []).map((part) => part.replace(/\\(.)/g, "$1").trim())
  return [
    ...new Set(
      named.flatMap((name) => {
        const ref = refs.get(name) ?? refs.get(name.toLowerCase())
        if (ref === undefined) report("locations", "location_unknown", name)
        return ref ?? []
      }),
    ),
  ]
}

/** Ids come first: one location's name may equal another's id. A name that two share matches neither. */
function refsByName(locations: readonly NamedLocation[]): Map<string, string> {
  const found = new Map<string, string>()
  const shared = new Set<string>()
  for (const { ref, name } of locations) {
    const key = name.toLowerCase()
    if (found.has(key)) shared.add(key)
    found.set(key, ref)
  }
  for (const key of shared) found.delete(key)
  for (const { ref } of locations) found.set(ref.toLowerCase(), ref)
  for (const { ref } of locations) found.set(ref, ref)
  return found
}

function describeTable(
  table: CsvTable,
  at: Partial<Record<CatalogColumn, number>>,
  ignored: number[],
): CatalogReading {
  return {
    encoding: table.encoding,
    delimiter: table.delimiter,
    columns: Object.fromEntries(
      CATALOG_COLUMNS.flatMap((column) =>
        at[column] === undefined ? [] : [[column, table.header[at[column]]!]],
      ),
    ),
    ignored: ignored.map((index) => table.header[index]!.trim()),
  }
}

/** Products as file rows, titles first. {@link readProductFile} reads them back the same. */
export function productRows(products: readonly PosProduct[], locale: Locale): string[][] {
  return [productHeader(locale), ...products.map((product) => productCells(product, locale))]
}

const productHeader = (locale: Locale) =>
  CATALOG_COLUMNS.map((column) => fileMessages[locale].catalog.columns[column])

function productCells(product: PosProduct, locale: Locale): string[] {
  const words = fileMessages[locale].catalog
  const locations = (refs: readonly string[]) =>
    refs.length === 0 ? words.nowhere : refs.map((ref) => ref.replace(/[\\|]/g, "\\$&")).join(" | ")
  return [
    product.sku,
    product.name,
    plainMoney(product.price_cents, 2, locale),
    words[product.kind],
    product.active ? words.yes : words.no,
    product.has_paid_options ? words.yes : words.no,
    product.location_ids ? locations(product.location_ids) : "",
  ]
}

/** {@link productRows} for a catalogue that is read page by page. */
export async function* productPieces(
  pages: AsyncIterable<PosProduct[]>,
  locale: Locale,
): AsyncGenerator<string[][]> {
  yield [productHeader(locale)]
  for await (const products of pages) yield products.map((product) => productCells(product, locale))
}
