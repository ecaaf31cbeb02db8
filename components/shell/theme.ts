/** Absent, the page follows the device. */
export const THEME_COOKIE = "theme"

export type Theme = "light" | "dark"

/** True for a theme a person can choose. */
export function isTheme(value: unknown): value is Theme {
  return value === "light" || value === "dark"
}
