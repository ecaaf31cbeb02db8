import { z } from "zod"
import { HOLD_REASONS } from "@/db/enums"
import { outsideId, refuseRepeats } from "@/lib/text"

/** Per request and per file. */
export const MAX_LOCATIONS = 500
/** Per merchant, including archived ones, which are never deleted. */
export const MAX_LOCATIONS_IN_ALL = 5_000
/** In a filter or a form. The list of locations, or a search, has the rest. */
export const MAX_LISTED = 200
/** Of a file of locations. */
export const MAX_FILE_BYTES = 1_048_576

/** The page of the list to show: by number, or the page that contains the location `at`. */
export const locationsPage = z.object({
  page: z.coerce.number().int().min(1).max(MAX_LOCATIONS_IN_ALL).catch(1),
  at: z.uuid().optional().catch(undefined),
})

export const locationSearch = z.object({ q: z.string().trim().max(200) })

const optional = (max: number) => z.string().trim().max(max).nullish()

/** One POS location as `PUT /locations` takes it. `id` is the POS's own. */
export const posLocation = z
  .strictObject({
    id: outsideId,
    name: z.string().trim().min(1).max(200),
    address: optional(300),
    postal_code: optional(20),
    city: optional(120),
    country: z
      .string()
      .regex(/^[A-Za-z]{2}$/, "two letters, for example FR")
      .transform((code) => code.toUpperCase())
      .nullish(),
    phone: optional(40),
  })
  .meta({ id: "Location" })
export type PosLocation = z.infer<typeof posLocation>

export const putLocationsBody = z
  .strictObject({
    locations: z
      .array(posLocation)
      .min(1)
      .max(MAX_LOCATIONS)
      .superRefine(refuseRepeats("id", (first) => `the same id as locations.${first}`)),
  })
  .meta({ id: "PutLocations" })

export const newLocation = z.object({
  ref: outsideId.regex(/^[^\s/?#]+$/),
  name: z.string().trim().min(1).max(200),
  address: z.string().trim().max(300).optional(),
  postalCode: z.string().trim().max(20).optional(),
  city: z.string().trim().max(120).optional(),
})
export type NewLocation = z.infer<typeof newLocation>

/** A location as the checkout API answers it, with its mapping state. */
export const locationsAnswer = z
  .strictObject({
    locations: z.array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        mapping: z.strictObject({
          state: z.enum(["mapped", "unmapped", "store_gone"]),
          store_slug: z.string().nullable(),
          store_name: z.string().nullable(),
        }),
        hold_reason: z.enum(HOLD_REASONS).nullable(),
      }),
    ),
  })
  .meta({ id: "Locations" })
export type LocationsAnswer = z.infer<typeof locationsAnswer>

export const archivedAnswer = z
  .strictObject({ id: z.string(), archived: z.literal(true) })
  .meta({ id: "ArchivedLocation" })

export const LOCATION_COLUMNS = ["id", "name", "address", "postal_code", "city", "country", "phone"] as const
export type LocationColumn = (typeof LOCATION_COLUMNS)[number]

/** The effect of a valid row. */
export type LocationRow = { location: PosLocation; effect: "added" | "changed" | "restored" | "same" }

export type LocationRowError = {
  /** Numbered as in a spreadsheet: 1 is the header. */
  row: number
  problem:
    | "missing"
    | "too_long"
    | "id_unusable"
    | "excel_number"
    | "id_twice"
    | "country_unknown"
    | "phone_unreadable"
    | "too_many_cells"
  column: LocationColumn | null
  /** The cell's text, truncated. */
  value: string
  /** For `id_twice`: the row that has it first. */
  firstRow: number | null
}

/** A file of locations, to preview before anything is written. */
export const locationFile = z.object({ file: z.file() })
