import { BoundedMap } from "./bounded-map"
import { formattingTag } from "./i18n/locale"

type DateTimeStyle = "short" | "medium" | "precise" | "date" | "day" | "time"

const DAY: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", year: "numeric" }
const DAY_SHORT: Intl.DateTimeFormatOptions = { day: "numeric", month: "short" }
const CLOCK: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }
const CLOCK_PRECISE: Intl.DateTimeFormatOptions = { ...CLOCK, second: "2-digit" }

/** Date and time are formatted separately and joined here, so that browser and server never differ by an "at". */
const STYLES: Record<DateTimeStyle, Intl.DateTimeFormatOptions[]> = {
  short: [DAY_SHORT, CLOCK],
  medium: [DAY, CLOCK],
  precise: [DAY, CLOCK_PRECISE],
  date: [DAY],
  day: [DAY_SHORT],
  time: [CLOCK],
}

const formatters = new BoundedMap<string, Intl.DateTimeFormat>(1_000)

function formatter(locale: string, options: Intl.DateTimeFormatOptions) {
  const key = `${locale} ${JSON.stringify(options)}`
  const known = formatters.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(formattingTag(locale), options)
  formatters.set(key, made)
  return made
}

/**
 * Formats an instant in the merchant's time zone. `medium` is `22 nov. 2026, 14:05`; `short` omits the year; `precise`
 * adds seconds; `date` and `time` are one half each; `day` is `date` without the year.
 * @param options.timeZone IANA name, for example `Europe/Paris`
 * @throws RangeError if the date or the time zone is invalid
 */
export function formatDateTime(
  date: Date | string | number,
  options: { locale: string; timeZone: string; style?: DateTimeStyle },
): string {
  const moment = new Date(date)
  return STYLES[options.style ?? "medium"]
    .map((parts) => formatter(options.locale, { ...parts, timeZone: options.timeZone }).format(moment))
    .join(", ")
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY_MS = 24 * HOUR

/**
 * Formats a distance in time: `il y a 3 min`, `dans 2 h`. Under 30 seconds it is "now". Beyond 30 days, callers show
 * the date instead.
 * @param now the reference time, the same for a whole page
 */
export function formatRelative(date: Date | string | number, now: Date | number, locale: string): string {
  const elapsed = new Date(date).getTime() - new Date(now).getTime()
  const distance = Math.abs(elapsed)
  const format = new Intl.RelativeTimeFormat(formattingTag(locale), { numeric: "auto", style: "short" })
  if (distance < 30 * SECOND) return format.format(0, "second")
  if (distance < 59.5 * MINUTE)
    return format.format(Math.sign(elapsed) * Math.max(1, Math.round(distance / MINUTE)), "minute")
  if (distance < 23.5 * HOUR) return format.format(Math.round(elapsed / HOUR), "hour")
  return format.format(Math.round(elapsed / DAY_MS), "day")
}

/**
 * Formats a duration with its two largest units: `850 ms`, `1,2 s`, `3 min 5 s`, `2 h 10 min`, `3 j 4 h`.
 * @param ms milliseconds, not negative
 */
export function formatDuration(ms: number, locale: string): string {
  const space = "\u00a0"
  const day = locale === "en" ? "d" : "j"
  const join = (...parts: [number, string][]) =>
    parts
      .filter(([value], index) => index === 0 || value > 0)
      .map(([value, unit]) => value + space + unit)
      .join(space)

  const seconds = Math.round(ms / SECOND)
  const minutes = Math.round(ms / MINUTE)
  const hours = Math.round(ms / HOUR)
  if (ms < 999.5) return join([Math.round(ms), "ms"])
  if (ms < 9_950) {
    const tenths = new Intl.NumberFormat(formattingTag(locale), { maximumFractionDigits: 1 })
    return `${tenths.format(ms / SECOND)}${space}s`
  }
  if (seconds < 60) return join([seconds, "s"])
  if (seconds < 3600) return join([Math.floor(seconds / 60), "min"], [seconds % 60, "s"])
  if (minutes < 24 * 60) return join([Math.floor(minutes / 60), "h"], [minutes % 60, "min"])
  return join([Math.floor(hours / 24), day], [hours % 24, "h"])
}
