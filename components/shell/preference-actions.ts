"use server"

import { cookies } from "next/headers"
import { isLocale, LOCALE_COOKIE } from "@/lib/i18n/locale"
import { isTheme, THEME_COOKIE } from "./theme"

const ONE_YEAR_SECONDS = 365 * 24 * 60 * 60
const COOKIE = { path: "/", maxAge: ONE_YEAR_SECONDS, sameSite: "lax", httpOnly: true } as const

/** Remembers the language on this device; anything but a known language changes nothing. */
export async function setLocale(locale: string) {
  if (isLocale(locale)) (await cookies()).set(LOCALE_COOKIE, locale, COOKIE)
}

/** Remembers light or dark on this device; anything else goes back to what the device asks for. */
export async function setTheme(theme: string) {
  const store = await cookies()
  if (isTheme(theme)) store.set(THEME_COOKIE, theme, COOKIE)
  else store.delete(THEME_COOKIE)
}
