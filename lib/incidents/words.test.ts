import { describe, expect, test } from "vitest"
import { INCIDENT_CAUSES } from "@/db/enums"
import { LOCALES } from "@/lib/i18n/locale"
import type { IncidentDetail } from "./queries"
import { AUDIENCES, writeNotices } from "./words"

const merchant = { name: "Chez Rosalie", currency: "EUR", timeZone: "Europe/Paris" }
const incident: Omit<IncidentDetail, "events"> = {
  id: "0199a0c0-0000-7000-8000-000000000001",
  cause: "location_unmapped",
  state: "open",
  locationId: "0199a0c0-0000-7000-8000-000000000002",
  locationName: "Lyon",
  locationCount: 1,
  said: null,
  httpStatus: null,
  beganAt: new Date("2026-11-27T11:04:00Z"),
  openedAt: new Date("2026-11-27T11:05:00Z"),
  closedAt: null,
  isEnding: false,
  mendedAt: null,
  mendedBy: null,
  isPutAway: false,
  orders: 128,
  customers: 41,
  amountCents: 345_050,
  recovered: 0,
  remaining: 128,
  locations: [{ id: "0199a0c0-0000-7000-8000-000000000002", name: "Lyon", orders: 128, recovered: 0 }],
  moreLocations: 0,
  missing: Array.from({ length: 10 }, (_, at) => ({
    id: `0199a0c0-0000-7000-8000-0000000001${at}0`,
    ref: `A-${at}`,
    locationName: "Lyon",
    closedAt: new Date("2026-11-27T11:04:00Z"),
    totalCents: 1450,
  })),
}

describe.each(LOCALES)("in %s", (locale) => {
  test.each(INCIDENT_CAUSES)(
    "%s has a complete text for staff and for the vendor, open and over",
    (cause) => {
      for (const state of ["open", "closed"] as const) {
        const closedAt = state === "closed" ? new Date("2026-11-27T14:00:00Z") : null
        const texts = writeNotices({ ...incident, cause, state, closedAt }, merchant)
        for (const audience of AUDIENCES)
          expect(texts[audience][locale]).not.toMatch(/[{}]|notice\.|undefined|NaN|none|\n\n\n|Invalid/)
      }
    },
  )
})

test("the text for staff says what to tell a customer and what to do at the till", () => {
  const text = writeNotices(incident, merchant).staff.fr
  expect(text).toContain(
    "Depuis le 27 nov. 2026, 12:04, les commandes de Lyon n’arrivent pas encore chez Pongo.",
  )
  expect(text).toContain("128 commandes sont concernées, pour 3\u202f450,50\u00a0€.")
  expect(text).toContain("il ne faut pas ressaisir la commande")
  expect(text).toContain("Continuez d’encaisser normalement")
})

test("the text for the vendor has Pongo's words, the first order numbers and a reference", () => {
  const refused = { ...incident, cause: "rejected_by_pongo" as const, said: "Unknown sku", httpStatus: 422 }
  const text = writeNotices(refused, merchant).vendor.en
  expect(text).toContain("Pongo said (422): “Unknown sku”")
  expect(text).toContain("Order numbers: A-0, A-1, A-2, A-3, A-4 and 123 others.")
  expect(text).toContain(incident.id)
})
