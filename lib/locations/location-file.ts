import { type ColumnNames, findColumns } from "@/lib/csv/columns"
import { isExcelNumber } from "@/lib/csv/formulas"
import { readCsvInSteps } from "@/lib/csv/read"
import { AppError } from "@/lib/errors"
import { LOCALES, type Locale } from "@/lib/i18n/locale"
import { fileMessages } from "@/lib/i18n/plain-messages"
import { parsePhone } from "@/lib/phone"
import { cutText, outsideId, textLength } from "@/lib/text"
import { atOnce } from "@/lib/turns"
import {
  LOCATION_COLUMNS,
  type LocationColumn,
  type LocationRow,
  type LocationRowError,
  MAX_FILE_BYTES,
  MAX_LOCATIONS,
  newLocation,
  type PosLocation,
  posLocation,
} from "./schema"

/** Our title for a column, in either language. */
const titles = (column: LocationColumn) =>
  LOCALES.map((locale) => fileMessages[locale].locations.columns[column])

/** Column titles found in files, most common first. */
const COLUMN_NAMES: ColumnNames<LocationColumn> = {
  id: [...titles("id"), "Identifiant", "Location id", "Id", "Code", "Référence", "Reference"],
  name: [...titles("name"), "Établissement", "Location", "Enseigne", "Label"],
  address: [...titles("address"), "Rue", "Street"],
  postal_code: [...titles("postal_code"), "CP", "Zip", "Zip code", "Postcode"],
  city: [...titles("city"), "Commune", "Town"],
  country: titles("country"),
  phone: [...titles("phone"), "Tél", "Tel", "Phone number"],
}

const REQUIRED: readonly LocationColumn[] = ["id", "name"]

/** A stored location, archived ones too. */
export type KnownLocation = PosLocation & { isArchived: boolean }

/**
 * Reads the locations in a file and the effect of each row. Wrong rows are left out and reported. Fields without a
 * column stay unchanged.
 * @param country ISO 3166 alpha-2, for phones written without their country code
 * @throws AppError `csv_refused` as `readCsv`, or for missing `columns`
 */
export const readLocationFile = (...file: Parameters<typeof readLocationFileInSteps>) =>
  atOnce(readLocationFileInSteps(...file))

/** {@link readLocationFile} as a generator: it yields between steps, so that the caller can let other work run. */
export function* readLocationFileInSteps(
  bytes: Uint8Array,
  known: readonly KnownLocation[],
  country: string,
): Generator<void, { rows: LocationRow[]; errors: LocationRowError[] }> {
  const table = yield* readCsvInSteps(bytes, { maxBytes: MAX_FILE_BYTES, maxRows: MAX_LOCATIONS })
  const { at } = findColumns(table.header, COLUMN_NAMES)
  const missing = REQUIRED.filter((column) => at[column] === undefined)
  if (missing.length > 0)
    throw new AppError("csv_refused", `the file lacks ${missing.join(", ")}`, {
      params: { reason: "columns", columns: missing.map((column) => COLUMN_NAMES[column][0]).join(", ") },
    })
  const byId = new Map(known.map((location) => [location.id, location]))
  const firstRows = new Map<string, number>()
  const rows: LocationRow[] = []
  const errors: LocationRowError[] = []
  for (const { row, cells } of table.rows) {
    yield
    const cell = (column: LocationColumn) => (cells[at[column] ?? -1] ?? "").trim()
    const problems: LocationRowError[] = []
    const report = (problem: LocationRowError["problem"], column: LocationColumn | null, value: string) =>
      problems.push({ row, problem, column, value: cutText(value, 80), firstRow: null })

    // An unquoted comma split an address in two: the cells after it cannot be trusted.
    const beyond = cells.slice(table.header.length).find((text) => text.trim() !== "")
    if (beyond !== undefined) report("too_many_cells", null, beyond)
    for (const column of REQUIRED) if (cell(column) === "") report("missing", column, "")
    const said = Object.fromEntries(
      LOCATION_COLUMNS.filter((column) => at[column] !== undefined).map((column) => [
        column,
        cell(column) || null,
      ]),
    ) as Partial<Record<LocationColumn, string | null>>
    if (said.phone) {
      const phone = parsePhone(said.phone, said.country?.length === 2 ? said.country : country)
      if (phone) said.phone = phone.e164
      else report("phone_unreadable", "phone", said.phone)
    }
    const id = outsideId.safeParse(cell("id")).data ?? cell("id")
    const before = byId.get(id)
    const parsed = posLocation.safeParse({ ...(before && withoutState(before)), ...said })
    for (const issue of parsed.error?.issues ?? []) {
      const column = issue.path[0] as LocationColumn
      if (cell(column) !== "" && column !== "id")
        report(column === "country" ? "country_unknown" : "too_long", column, cell(column))
    }
    const idProblem = id === "" ? null : findIdProblem(id, before !== undefined)
    if (idProblem) report(idProblem, "id", id)
    const firstRow = firstRows.get(id)
    if (firstRow !== undefined) problems.push({ row, problem: "id_twice", column: "id", value: id, firstRow })
    else if (id !== "") firstRows.set(id, row)

    errors.push(...problems)
    if (problems.length === 0 && parsed.success)
      rows.push({ location: parsed.data, effect: effectOf(parsed.data, before) })
  }
  return { rows, errors }
}

function findIdProblem(id: string, isKnown: boolean): LocationRowError["problem"] | null {
  if (textLength(id) > 100) return "too_long"
  if (isExcelNumber(id)) return "excel_number"
  const isUsable = (isKnown ? outsideId : newLocation.shape.ref).safeParse(id).success
  return isUsable ? null : "id_unusable"
}

function withoutState({ isArchived: _, ...location }: KnownLocation): PosLocation {
  return location
}

function effectOf(location: PosLocation, before: KnownLocation | undefined): LocationRow["effect"] {
  if (!before) return "added"
  if (before.isArchived) return "restored"
  return LOCATION_COLUMNS.every((column) => (location[column] ?? null) === (before[column] ?? null))
    ? "same"
    : "changed"
}

/** Locations as file rows, titles first. {@link readLocationFile} reads them back the same. */
export function locationRows(locations: readonly PosLocation[], locale: Locale): string[][] {
  return [
    LOCATION_COLUMNS.map((column) => fileMessages[locale].locations.columns[column]),
    ...locations.map((location) => LOCATION_COLUMNS.map((column) => location[column] ?? "")),
  ]
}
