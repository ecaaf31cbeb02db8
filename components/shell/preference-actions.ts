"use server"

import { cookies } from "next/headers"
import { isLocale, LOCALE_COOKIE } from "@/lib/i18n/locale"
import { isTheme, THEME_COOKIE } from "./theme"

const ONE_YEAR_SECONDS = 365 * 24 * 60 * 60
const COOKIE = { path: "/", maxAge: ONE_YEAR_SECONDS, sameSite: "lax", httpOnly: true } as const

/** Stores the language on this device. Ignores an unknown language. */
export async function setLocale(locale: string) {
  if (isLocale(locale)) (await cookies()).set(LOCALE_COOKIE, locale, COOKIE)
}

/** Stores light or dark on this device. Any other value returns to the device's preference. */
export async function setTheme(theme: string) {
  const store = await cookies()
  if (isTheme(theme)) store.set(THEME_COOKIE, theme, COOKIE)
  else store.delete(THEME_COOKIE)
}
