import { cookies, headers } from "next/headers"
import { getRequestConfig } from "next-intl/server"
import { DEFAULT_TIME_ZONE, LOCALE_COOKIE, resolveLocale } from "./locale"
import { messages } from "./messages"

export default getRequestConfig(async () => {
  const [cookieStore, headerList] = await Promise.all([cookies(), headers()])
  const locale = resolveLocale(cookieStore.get(LOCALE_COOKIE)?.value, headerList.get("accept-language"))
  return { locale, messages: messages[locale], timeZone: DEFAULT_TIME_ZONE }
})
