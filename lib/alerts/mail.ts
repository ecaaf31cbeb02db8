import { createTranslator } from "next-intl"
import type { AlertKind } from "@/db/enums"
import { merchantHref, type PortalPath } from "@/lib/address"
import { env } from "@/lib/env"
import type { Locale } from "@/lib/i18n/locale"
import { messages } from "@/lib/i18n/messages"
import { formatDateTime } from "@/lib/time"
import { composeAlert } from "./compose"

export type RaisedAlert = {
  kind: AlertKind | "test"
  params: Record<string, string | number>
  href: PortalPath
  raisedAt: Date
}

/** One e-mail about one alert, or a digest of several, oldest first. */
export function writeMail(
  alerts: RaisedAlert[],
  merchant: { name: string; slug: string; currency: string; timeZone: string },
  locale: Locale,
): { subject: string; text: string } {
  const t = createTranslator({ locale, messages: messages[locale], namespace: "alerts" })
  const addressOf = (path: PortalPath) => `${env.APP_URL}${merchantHref(merchant.slug, path)}`
  const told = alerts.map((alert) => ({ ...alert, words: composeAlert(alert, merchant, locale) }))
  const isDigest = told.length > 1
  const title = isDigest ? t("mail.digest", { count: told.length }) : told[0]!.words.title
  const parts = told.map(({ words, href, raisedAt }) =>
    [
      ...(isDigest
        ? [
            `${formatDateTime(raisedAt, { locale, timeZone: merchant.timeZone, style: "short" })} · ${words.title}`,
            "",
          ]
        : []),
      ...words.paragraphs,
      "",
      t("mail.link", { press: words.press, address: addressOf(href) }),
    ].join("\n"),
  )
  return {
    subject: t("mail.subject", { merchant: merchant.name, title }),
    text: [
      parts.join("\n\n――――――――――\n\n"),
      "",
      "-- ",
      t("mail.why", { merchant: merchant.name, address: addressOf("/settings/alerts") }),
      "",
    ].join("\n"),
  }
}
