/** Languages the portal speaks, the default one first. */
export const LOCALES = ["fr", "en"] as const
export type Locale = (typeof LOCALES)[number]

export const DEFAULT_LOCALE: Locale = "fr"
export const LOCALE_COOKIE = "locale"

/** Used until the merchant, and so its time zone, is known (sign-in, error pages). */
export const DEFAULT_TIME_ZONE = "Europe/Paris"

/** True for a language the portal speaks. */
export function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale === value)
}

/** The BCP 47 tag that decides how dates and numbers are written in a language. */
export function formattingTag(locale: string): string {
  return locale === "en" ? "en-GB" : "fr-FR"
}

/**
 * Chooses the language of a request: the cookie, else English when the browser asks for it before
 * anything else, else French.
 */
export function resolveLocale(cookie: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(cookie)) return cookie
  const preferred = acceptLanguage?.split(",")[0]?.split(";")[0]?.trim().toLowerCase() ?? ""
  return preferred === "en" || preferred.startsWith("en-") ? "en" : DEFAULT_LOCALE
}
