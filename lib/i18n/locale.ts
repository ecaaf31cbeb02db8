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

/** The language of a page: the cookie's, else {@link acceptedLocale}. */
export function resolveLocale(cookie: string | undefined, acceptLanguage: string | null): Locale {
  return isLocale(cookie) ? cookie : acceptedLocale(acceptLanguage)
}

/** Of our languages the one that `Accept-Language` ranks first; French when it names neither. */
export function acceptedLocale(acceptLanguage: string | null): Locale {
  let accepted: { locale: Locale; quality: number } | undefined
  for (const range of acceptLanguage?.toLowerCase().split(",") ?? []) {
    const [tag = "", ...parameters] = range.split(";").map((part) => part.trim())
    const locale = tag.split("-")[0]
    const quality = Number(parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? 1)
    if (isLocale(locale) && quality > (accepted?.quality ?? 0)) accepted = { locale, quality }
  }
  return accepted?.locale ?? DEFAULT_LOCALE
}
