import { describe, expect, test } from "vitest"
import { type CauseChange, pastHolds } from "./hold-history"

const at = (hour: number) => new Date(Date.UTC(2026, 10, 22, hour))
const change = (action: CauseChange["action"], hour: number, actor = "user:1:Camille"): CauseChange => ({
  action,
  at: at(hour),
  actor,
})
const PAID = at(12)

describe("an order waited", () => {
  test("from its payment until its location was mapped for the first time", () => {
    expect(pastHolds([change("connection.connected", 1), change("mapping.set", 14)], PAID)).toEqual([
      { reason: "location_unmapped", from: PAID, until: at(14), by: "Camille" },
    ])
  })

  test("until Pongo was connected for the first time", () => {
    expect(pastHolds([change("connection.connected", 13), change("mapping.set", 2)], PAID)).toEqual([
      { reason: "not_connected", from: PAID, until: at(13), by: "Camille" },
    ])
  })

  test("from the moment access was withdrawn, once per withdrawal", () => {
    const changes = [
      change("connection.connected", 1),
      change("connection.revoked", 13, "system::deliveries"),
      change("connection.revoked", 14, "system::deliveries"),
      change("connection.connected", 15),
      change("connection.disconnected", 16),
    ]
    expect(pastHolds(changes, PAID)).toEqual([
      { reason: "connection_revoked", from: at(13), until: at(15), by: "Camille" },
      { reason: "not_connected", from: at(16), until: null, by: null },
    ])
  })

  test("for two reasons at once", () => {
    const changes = [
      change("connection.revoked", 11),
      change("mapping.set", 13),
      change("connection.connected", 14),
    ]
    expect(pastHolds(changes, PAID).map(({ reason, until }) => [reason, until])).toEqual([
      ["connection_revoked", at(14)],
      ["location_unmapped", at(13)],
    ])
  })
})

describe("an order did not wait", () => {
  test("when everything was in place, or was only reconnected or remapped", () => {
    const inPlace = [change("connection.connected", 1), change("mapping.set", 2)]
    expect(pastHolds(inPlace, PAID)).toEqual([])
    expect(
      pastHolds([...inPlace, change("mapping.set", 13), change("connection.connected", 14)], PAID),
    ).toEqual([])
  })

  test("when its earlier state is unknown", () => {
    expect(pastHolds([], PAID)).toEqual([])
  })
})
