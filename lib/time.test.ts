import { expect, test } from "vitest"
import { formatDateTime, formatDuration, formatRelative } from "./time"

const lunch = new Date("2026-11-22T13:05:32Z")
const paris = { locale: "fr", timeZone: "Europe/Paris" }
/** Replaces no-break spaces, which are correct on the page but invisible in a test. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ")

test("an instant is formatted in the merchant's time zone, whatever the server's", () => {
  expect(formatDateTime(lunch, paris)).toBe("22 nov. 2026, 14:05")
  expect(formatDateTime(lunch, { locale: "fr", timeZone: "Indian/Reunion" })).toBe("22 nov. 2026, 17:05")
})

test("each style has the precision of its name", () => {
  expect(formatDateTime(lunch, { ...paris, style: "short" })).toBe("22 nov., 14:05")
  expect(formatDateTime(lunch, { ...paris, style: "precise" })).toBe("22 nov. 2026, 14:05:32")
  expect(formatDateTime(lunch, { ...paris, style: "date" })).toBe("22 nov. 2026")
  expect(formatDateTime(lunch, { ...paris, style: "day" })).toBe("22 nov.")
  expect(formatDateTime(lunch, { ...paris, style: "time" })).toBe("14:05")
})

test("English has its own months and a 24-hour clock, midnight included", () => {
  expect(formatDateTime(lunch, { locale: "en", timeZone: "Europe/Paris" })).toBe("22 Nov 2026, 14:05")
  expect(formatDateTime("2026-11-21T23:00:00Z", { ...paris, style: "time" })).toBe("00:00")
})

test("an invalid date is refused instead of printed", () => {
  expect(() => formatDateTime("yesterday", paris)).toThrow(RangeError)
})

test("a recent instant is formatted as a distance", () => {
  const at = (seconds: number, locale = "fr") => plain(formatRelative(+lunch + seconds * 1000, lunch, locale))
  expect(at(-5)).toBe("maintenant")
  expect(at(-40)).toBe("il y a 1 min")
  expect(at(-180)).toBe("il y a 3 min")
  expect(at(7200)).toBe("dans 2 h")
  expect(at(-86_400)).toBe("hier")
  expect(at(-180, "en")).toBe("3 min ago")
})

test("a distance is never sixty minutes or twenty-four hours", () => {
  const at = (seconds: number) => plain(formatRelative(+lunch - seconds * 1000, lunch, "fr"))
  expect(at(59 * 60 + 29)).toBe("il y a 59 min")
  expect(at(59 * 60 + 31)).toBe("il y a 1 h")
  expect(at(23.6 * 3600)).toBe("hier")
})

test("a duration keeps its two largest units", () => {
  const written = (ms: number, locale = "fr") => plain(formatDuration(ms, locale))
  expect(written(0)).toBe("0 ms")
  expect(written(850)).toBe("850 ms")
  expect(written(1234)).toBe("1,2 s")
  expect(written(1234, "en")).toBe("1.2 s")
  expect(written(42_000)).toBe("42 s")
  expect(written(59_700)).toBe("1 min")
  expect(written(185_000)).toBe("3 min 5 s")
  expect(written(7_800_000)).toBe("2 h 10 min")
  expect(written(273_600_000)).toBe("3 j 4 h")
  expect(written(273_600_000, "en")).toBe("3 d 4 h")
})

test("a duration is never sixty of a unit", () => {
  const written = (ms: number) => plain(formatDuration(ms, "fr"))
  expect(written(999.7)).toBe("1 s")
  expect(written(3_599_700)).toBe("1 h")
  expect(written(86_399_000)).toBe("1 j")
})
