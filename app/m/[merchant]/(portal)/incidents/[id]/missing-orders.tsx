import { useTranslations } from "next-intl"
import { Link } from "@/components/link"
import { ButtonLink } from "@/components/ui/button"
import { Section } from "@/components/ui/page-header"
import type { IncidentDetail } from "@/lib/incidents/queries"
import { formatsOf } from "@/lib/merchants/formats"
import type { MerchantSettings } from "@/lib/merchants/queries"
import { ordersOf } from "../cause-words"

/** Links to some of the orders that have not reached Pongo. */
export function MissingOrders({
  incident,
  merchant,
  locale,
}: {
  incident: IncidentDetail
  merchant: MerchantSettings
  locale: string
}) {
  const t = useTranslations("incidents.detail.missing")
  const { money, moment } = formatsOf(merchant, locale)
  const { missing } = incident
  const total = incident.orders - incident.recovered
  if (missing.length === 0) return null
  return (
    <Section
      title={t("title")}
      sentence={total > missing.length ? t("some", { count: missing.length, total }) : undefined}
      action={
        incident.remaining > 0 && (
          <ButtonLink size="small" href={ordersOf(incident)}>
            {t("see")}
          </ButtonLink>
        )
      }
    >
      <ul className="border-t">
        {missing.map(({ id, ref, locationName, closedAt, totalCents }) => (
          <li key={id} className="flex items-baseline justify-between gap-4 border-b py-2.5">
            <div className="min-w-0">
              <Link href={`/orders/${id}`} prefetch={false} className="break-all text-accent hover:underline">
                {ref}
              </Link>
              <span className="block text-13 text-secondary">
                {t("line", {
                  location: locationName,
                  when: moment(closedAt),
                })}
              </span>
            </div>
            <span className="shrink-0">{money(totalCents)}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
