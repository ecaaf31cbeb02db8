import { useTranslations } from "next-intl"
import { Link } from "@/components/link"
import { DefinitionList } from "@/components/ui/definition-list"
import type { IncidentDetail } from "@/lib/incidents/queries"
import { formatsOf } from "@/lib/merchants/formats"
import type { MerchantSettings } from "@/lib/merchants/queries"
import { formatDuration } from "@/lib/time"
import { locationHref } from "../../locations/address"
import { isPerLocation } from "../cause-words"

/** Start, number of orders, amount, and the share that has arrived. */
export function Impact({
  incident,
  merchant,
  locale,
  now,
}: {
  incident: IncidentDetail
  merchant: MerchantSettings
  locale: string
  now: Date
}) {
  const t = useTranslations("incidents.detail.impact")
  const { money, moment } = formatsOf(merchant, locale)
  const {
    beganAt,
    closedAt,
    orders,
    customers,
    amountCents,
    recovered,
    remaining,
    locations,
    moreLocations,
  } = incident
  const lasted = formatDuration((closedAt ?? now).getTime() - beganAt.getTime(), locale)
  return (
    <DefinitionList
      items={[
        { term: t("since"), value: moment(beganAt, "medium") },
        ...(closedAt ? [{ term: t("until"), value: moment(closedAt, "medium") }] : []),
        { term: t("lasted"), value: lasted },
        { term: t("orders"), value: orders.toLocaleString(locale) },
        { term: t("customers"), value: customers.toLocaleString(locale) },
        { term: t("amount"), value: money(amountCents) },
        {
          term: t("recovered"),
          value: t("share", { recovered, orders, share: orders ? share(recovered, orders) : 0 }),
        },
        ...(remaining > 0 ? [{ term: t("remaining"), value: remaining.toLocaleString(locale) }] : []),
        {
          term: t("locations"),
          value: (
            <ul className="grid gap-1">
              {locations.map(({ id, name, ...counts }) => (
                <li key={id}>
                  {isPerLocation(incident) ? (
                    <Link
                      href={locationHref(id)}
                      className="rounded-control text-accent underline-offset-2 hover:underline"
                    >
                      {name}
                    </Link>
                  ) : (
                    name
                  )}
                  <span className="block text-13 text-secondary">{t("perLocation", counts)}</span>
                </li>
              ))}
              {moreLocations > 0 && (
                <li className="text-secondary">{t("moreLocations", { count: moreLocations })}</li>
              )}
            </ul>
          ),
        },
      ]}
    />
  )
}

/** Rounds down: 999 of 1,000 must not show as 100%. */
const share = (part: number, whole: number) => Math.floor((part / whole) * 100) / 100
