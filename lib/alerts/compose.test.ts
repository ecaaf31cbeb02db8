import { describe, expect, test } from "vitest"
import { ALERT_KINDS, type AlertKind, INCIDENT_CAUSES } from "@/db/enums"
import type { Locale } from "@/lib/i18n/locale"
import { LOCALES } from "@/lib/i18n/locale"
import { composeAlert } from "./compose"
import { ALERT_PARAMS, type AlertParams } from "./schema"

const incident = {
  cause: "location_unmapped",
  location: "Lyon",
  locations: 1,
  said: "",
  orders: 128,
  customers: 41,
  amountCents: 345_050,
  since: "2026-11-27T11:04:00.000Z",
} as const
const PARAMS: AlertParams = {
  connection_revoked: { since: incident.since, orders: 2, because: "Invalid token" },
  incident_opened: incident,
  incident_recovered: { ...incident, recovered: 128, until: "2026-11-27T14:00:00.000Z" },
  orders_held_long: {
    cause: "location_unmapped",
    location: "Lyon",
    locations: 1,
    orders: 128,
    amountCents: 345_050,
    since: incident.since,
    hours: 4,
  },
  retries_exhausted: { orders: 1, customers: 0, amountCents: 1250, since: incident.since },
  day_gap: { location: "Lyon", day: "2026-11-27", orders: 3, amountCents: 4350 },
  rewards_worse: { location: "Lyon", count: 2 },
  replay_to_approve: {
    name: "Montants corrigés",
    by: "Camille Martin",
    orders: 128,
    customers: 41,
    amountCents: 345_050,
    until: "2026-11-28T14:00:00.000Z",
  },
}
const merchant = { currency: "EUR", timeZone: "Europe/Paris" }
const compose = (kind: AlertKind, locale: Locale, params: Record<string, string | number> = {}) =>
  composeAlert({ kind, params: { ...PARAMS[kind], ...params } }, merchant, locale)
const textOf = ({ title, paragraphs, press }: ReturnType<typeof composeAlert>) =>
  [title, ...paragraphs, press].join("\n")

describe.each(LOCALES)("in %s", (locale) => {
  test.each(ALERT_KINDS)("%s is complete: no placeholder, no key, no empty sentence", (kind) => {
    expect(ALERT_PARAMS[kind].parse(PARAMS[kind])).toEqual(PARAMS[kind])
    const text = textOf(compose(kind, locale))
    expect(text).not.toMatch(/[{}]|alerts\.|kinds\.|undefined|NaN|none|^\s*$/m)
  })

  test.each(INCIDENT_CAUSES)("an incident of %s has its own words for start, duration and end", (cause) => {
    for (const kind of ["incident_opened", "incident_recovered", "orders_held_long"] as const)
      expect(textOf(compose(kind, locale, { cause }))).not.toMatch(/[{}]|alerts\.|none|^\s*$/m)
  })
})

test("the message says what happened, since when, how much it affects, what is safe and what to press", () => {
  expect(compose("incident_opened", "fr")).toEqual({
    title: "Lyon\u202f: pas de boutique Pongo, des commandes attendent",
    paragraphs: [
      "Depuis le 27 nov. à 12:04, les commandes de Lyon attendent\u202f: l’établissement n’est pas relié à une boutique Pongo.",
      "128 commandes touchées, 41 clients, 3\u202f450,50\u00a0€.",
      "Rien n’est perdu\u202f: les commandes sont gardées et partiront dans l’ordre dès que c’est réparé.",
    ],
    press: "Voir l’incident",
  })
})

test("Pongo's own words are quoted when it gave some", () => {
  expect(
    textOf(compose("incident_opened", "en", { cause: "rejected_by_pongo", said: "Unknown sku" })),
  ).toContain("Pongo has been refusing orders: “Unknown sku”.")
  expect(textOf(compose("connection_revoked", "en", { because: "" }))).toContain("refused what we send.")
})

test('orders still missing when an incident ends are reported, and "nothing to do" appears only when true', () => {
  expect(compose("incident_recovered", "en").paragraphs[2]).toBe("There is nothing to do.")
  expect(compose("incident_recovered", "en", { recovered: 126 }).paragraphs[2]).toBe(
    "2 orders have not arrived: the incident says which and why.",
  )
})

test("a business day is the same day in every time zone", () => {
  const there = { currency: "USD", timeZone: "Pacific/Auckland" }
  expect(composeAlert({ kind: "day_gap", params: PARAMS.day_gap }, there, "en").title).toContain(
    "27 Nov 2026",
  )
})
