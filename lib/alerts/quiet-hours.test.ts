import { describe, expect, test } from "vitest"
import { endOfQuiet } from "./quiet-hours"

const PARIS = "Europe/Paris"
const night = { from: 22, until: 8 }
const end = (now: string, quiet = night, timeZone = PARIS) =>
  endOfQuiet(new Date(now), quiet, timeZone)?.toISOString() ?? null

describe("quiet hours", () => {
  test("do not delay anything outside them", () => {
    expect(end("2026-11-27T12:00:00Z")).toBeNull()
    expect(end("2026-11-27T20:59:59.999Z")).toBeNull()
  })

  test("begin and end on the hour of the merchant's own clock", () => {
    expect(end("2026-11-27T21:00:00Z")).toBe("2026-11-28T07:00:00.000Z")
    expect(end("2026-11-28T06:59:59.999Z")).toBe("2026-11-28T07:00:00.000Z")
    expect(end("2026-11-28T07:00:00Z")).toBeNull()
  })

  test("within one day do not span midnight", () => {
    const service = { from: 12, until: 14 }
    expect(end("2026-11-27T11:30:00Z", service)).toBe("2026-11-27T13:00:00.000Z")
    expect(end("2026-11-27T22:30:00Z", service)).toBeNull()
  })

  test("that begin and end at the same hour do not exist", () => {
    expect(end("2026-11-27T12:00:00Z", { from: 9, until: 9 })).toBeNull()
  })

  test("end at their hour in a night when the clocks change", () => {
    expect(end("2026-10-24T23:00:00Z")).toBe("2026-10-25T07:00:00.000Z")
    expect(end("2026-03-28T23:00:00Z")).toBe("2026-03-29T06:00:00.000Z")
  })

  test("work in a time zone with a half-hour offset", () => {
    expect(end("2026-11-27T20:00:00Z", night, "Asia/Kolkata")).toBe("2026-11-28T02:30:00.000Z")
  })

  test("always end in the future, within a day and an hour, on the hour", () => {
    for (let at = Date.UTC(2026, 2, 20); at < Date.UTC(2026, 3, 5); at += 1_234_567) {
      const over = endOfQuiet(new Date(at), night, PARIS)
      if (!over) continue
      expect(over.getTime()).toBeGreaterThan(at)
      expect(over.getTime() - at).toBeLessThan(25 * 3_600_000)
      expect(over.toLocaleTimeString("en-GB", { timeZone: PARIS })).toBe("08:00:00")
    }
  })
})
