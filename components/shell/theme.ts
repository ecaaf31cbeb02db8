/** Without this cookie, the page follows the device. */
export const THEME_COOKIE = "theme"

export type Theme = "light" | "dark"

export function isTheme(value: unknown): value is Theme {
  return value === "light" || value === "dark"
}
