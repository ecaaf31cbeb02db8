/** A browser and its system by name; null for what is not known. */
export type Device = { browser: string | null; system: string | null }

/** The first that matches: each names itself after those it imitates. */
const BROWSERS: [name: string, pattern: RegExp][] = [
  ["Edge", /\bEdg(?:A|iOS)?\//],
  ["Opera", /\bOPR\//],
  ["Firefox", /\b(?:Firefox|FxiOS)\//],
  ["Chrome", /\b(?:Chrome|CriOS|HeadlessChrome)\//],
  ["Safari", /\bSafari\//],
]
const SYSTEMS: [name: string, pattern: RegExp][] = [
  ["iPhone", /\biPhone\b/],
  ["iPad", /\biPad\b/],
  ["Android", /\bAndroid\b/],
  ["Windows", /\bWindows\b/],
  ["macOS", /\bMac OS X\b/],
  ["ChromeOS", /\bCrOS\b/],
  ["Linux", /\bLinux\b/],
]

/** The names in a `User-Agent`, for people to recognise their own. */
export function deviceOf(userAgent: string | null): Device {
  const named = (list: [string, RegExp][]) =>
    list.find(([, pattern]) => pattern.test(userAgent ?? ""))?.[0] ?? null
  return { browser: named(BROWSERS), system: named(SYSTEMS) }
}
