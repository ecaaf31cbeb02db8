import { createTranslator } from "next-intl"
import type { AlertKind } from "@/db/enums"
import type { Locale } from "@/lib/i18n/locale"
import { messages } from "@/lib/i18n/messages"
import { formatMoney } from "@/lib/money"
import { formatDateTime } from "@/lib/time"

export type AlertWords = {
  title: string
  /** What happened and since when, what it affects, what is safe. */
  paragraphs: [what: string, impact: string, safe: string]
  /** Label of the link. */
  press: string
}

/**
 * The sentences of an alert, with amounts and times in the merchant's formats.
 * @param params as they were raised (`ALERT_PARAMS` of `schema.ts`)
 */
export function composeAlert(
  alert: { kind: AlertKind | "test"; params: Record<string, string | number> },
  merchant: { currency: string; timeZone: string },
  locale: Locale,
): AlertWords {
  const t = createTranslator({ locale, messages: messages[locale], namespace: "alerts" })
  const { kind, params } = alert
  const moment = (at: string | number | undefined) =>
    at === undefined
      ? ""
      : formatDateTime(at, { locale, timeZone: merchant.timeZone, style: "short" }).replace(
          ", ",
          locale === "fr" ? " à " : ", ",
        )
  const values = {
    // Default for kinds that concern one location each and do not say so.
    locations: 1,
    ...params,
    amount: formatMoney(Number(params.amountCents ?? 0), merchant.currency, locale),
    since: moment(params.since),
    until: moment(params.until),
    // A business day is a date, the same in every time zone.
    day: params.day ? formatDateTime(params.day, { locale, timeZone: "UTC", style: "date" }) : "",
    said: params.said || "none",
    because: params.because || "none",
    rest: Number(params.orders ?? 0) - Number(params.recovered ?? 0),
  }
  const safe = kind === "incident_recovered" && values.rest > 0 ? "safeRest" : "safe"
  const say = (part: "title" | "what" | "impact" | "press") => t(`kinds.${kind}.${part}`, values)
  return {
    title: say("title"),
    paragraphs: [
      say("what"),
      say("impact"),
      t(safe === "safeRest" ? "kinds.incident_recovered.safeRest" : `kinds.${kind}.safe`, values),
    ],
    press: say("press"),
  }
}
