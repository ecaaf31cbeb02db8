import { createTranslator } from "next-intl"
import { LOCALES, type Locale } from "@/lib/i18n/locale"
import { messages } from "@/lib/i18n/messages"
import { formatMoney } from "@/lib/money"
import { formatDateTime } from "@/lib/time"
import type { IncidentDetail } from "./queries"

export const AUDIENCES = ["staff", "vendor"] as const
export type Audience = (typeof AUDIENCES)[number]

const NAMED = 5

/** Writes a text about an incident for staff and one for the POS's vendor, in each language, naming no customer. */
export function writeNotices(
  incident: Omit<IncidentDetail, "events">,
  merchant: { name: string; currency: string; timeZone: string },
): Record<Audience, Record<Locale, string>> {
  const inBoth = (audience: Audience) =>
    Object.fromEntries(
      LOCALES.map((locale) => [locale, write(incident, merchant, audience, locale)]),
    ) as Record<Locale, string>
  return { staff: inBoth("staff"), vendor: inBoth("vendor") }
}

function write(
  incident: Omit<IncidentDetail, "events">,
  merchant: { name: string; currency: string; timeZone: string },
  audience: Audience,
  locale: Locale,
): string {
  const t = createTranslator({ locale, messages: messages[locale], namespace: "incidents.notice" })
  const at = (moment: Date) => formatDateTime(moment, { locale, timeZone: merchant.timeZone })
  const { cause, locations, missing, closedAt } = incident
  const left = incident.orders - incident.recovered
  const values = {
    cause,
    merchant: merchant.name,
    location: incident.locationName ?? locations[0]?.name ?? "",
    places: incident.locationCount,
    locations: namedOf(incident) || "–",
    said: incident.said || "none",
    code: incident.httpStatus ?? 0,
    since: at(incident.beganAt),
    until: closedAt ? at(closedAt) : "",
    orders: incident.orders,
    customers: incident.customers,
    amount: formatMoney(incident.amountCents, merchant.currency, locale),
    recovered: incident.recovered,
    left,
    refs: missing
      .slice(0, NAMED)
      .map(({ ref }) => ref)
      .join(", "),
    more: Math.max(0, left - NAMED),
    zone: merchant.timeZone,
    id: incident.id,
  }
  const parts = [t("hello")]
  const isOver = incident.state === "closed"
  if (audience === "staff") {
    parts.push(t(isOver ? "staff.whatOver" : "staff.what", values))
    if (left > 0) parts.push(t("staff.customers", values))
    parts.push(isOver ? t("over", values) : t("staff.do", values))
  } else {
    parts.push(t(isOver ? "vendor.whatOver" : "vendor.what", values), t("vendor.facts", values))
    if (left > 0 && missing.length > 0) parts.push(t("vendor.refs", values))
    parts.push(isOver ? t("over", values) : t("vendor.ask", values), t("vendor.id", values))
  }
  return parts.join("\n\n")
}

/** `Bastille, Lyon (+3)` */
function namedOf({ locations, moreLocations }: Omit<IncidentDetail, "events">): string {
  const more = Math.max(0, locations.length - NAMED) + moreLocations
  const named = locations.slice(0, NAMED).map(({ name }) => name)
  return named.join(", ") + (more > 0 ? ` (+${more})` : "")
}
