const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Whole hours of the day in the merchant's time zone, 0 to 23; `from` later than `until` spans midnight. */
export type QuietHours = { from: number; until: number }

/**
 * When the quiet hours around `now` end, or null outside them. `from` equal to `until` means no quiet hours.
 * @param timeZone IANA name
 */
export function endOfQuiet(now: Date, { from, until }: QuietHours, timeZone: string): Date | null {
  const time = sinceMidnight(now, timeZone)
  const hour = time / HOUR
  const isQuiet = from <= until ? from <= hour && hour < until : hour >= from || hour < until
  if (!isQuiet) return null
  const end = new Date(now.getTime() + ((until * HOUR - time + DAY) % DAY))
  // The clocks may change in between: correct by the difference on the clock at the end.
  const off = sinceMidnight(end, timeZone) - until * HOUR
  const drift = off > DAY / 2 ? off - DAY : off < -DAY / 2 ? off + DAY : off
  return new Date(end.getTime() - drift)
}

function sinceMidnight(moment: Date, timeZone: string): number {
  const clock = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone } as const
  const [hours, minutes, seconds] = new Intl.DateTimeFormat("en-GB", clock)
    .format(moment)
    .split(":")
    .map(Number) as [number, number, number]
  return hours * HOUR + minutes * 60_000 + seconds * 1_000 + moment.getMilliseconds()
}
