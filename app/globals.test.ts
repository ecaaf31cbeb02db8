import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"

const css = readFileSync(new URL("./globals.css", import.meta.url), "utf8")
const themes = { light: new Map<string, string>(), dark: new Map<string, string>() }
for (const [, name, light, dark] of css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)) {
  themes.light.set(String(name), String(light))
  themes.dark.set(String(name), String(dark))
}

/** WCAG 2.2 relative luminance and contrast: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function luminance(hex: string) {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string) {
  const [dim = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (bright + 0.05) / (dim + 0.05)
}

const STATUSES = ["delivered", "queued", "retrying", "held", "failed", "neutral"]

describe.each(["light", "dark"] as const)("%s theme", (theme) => {
  const ratio = (text: string, ground: string) =>
    contrast(themes[theme].get(text) ?? "", themes[theme].get(ground) ?? "")

  test("text has a contrast of 4.5:1 or better on every background it is used on", () => {
    for (const ground of ["paper", "surface", "wash", "accent-soft"])
      for (const text of ["ink", "secondary", "accent", ...STATUSES])
        expect.soft(ratio(text, ground), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5)
    expect(ratio("paper", "ink")).toBeGreaterThanOrEqual(7)
  })

  test("a status has a contrast of 4.5:1 or better on its own tint", () => {
    for (const status of STATUSES)
      expect.soft(ratio(status, `${status}-soft`), status).toBeGreaterThanOrEqual(4.5)
  })
})
