/** The portal's languages, default first. */
export const LOCALES = ["fr", "en"] as const
export type Locale = (typeof LOCALES)[number]

export const DEFAULT_LOCALE: Locale = "fr"
export const LOCALE_COOKIE = "locale"

/** Used until the merchant, and so its time zone, is known (sign-in, error pages). */
export const DEFAULT_TIME_ZONE = "Europe/Paris"

export function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale === value)
}

/** The BCP 47 tag for a language's date and number formats. */
export function formattingTag(locale: string): string {
  return locale === "en" ? "en-GB" : "fr-FR"
}

/** The language of a page: the cookie's, otherwise {@link acceptedLocale}. */
export function resolveLocale(cookie: string | undefined, acceptLanguage: string | null): Locale {
  return isLocale(cookie) ? cookie : acceptedLocale(acceptLanguage)
}

/** The highest-ranked of our languages in `Accept-Language`; French if it has neither. */
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
