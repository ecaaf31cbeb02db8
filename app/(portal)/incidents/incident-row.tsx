import { Check, TriangleAlert } from "lucide-react"
import Link from "next/link"
import { useTranslations } from "next-intl"
import { Badge } from "@/components/ui/badge"
import type { Incident } from "@/lib/incidents/queries"
import type { MerchantSettings } from "@/lib/merchants/queries"
import { formatMoney } from "@/lib/money"
import { formatDateTime, formatDuration } from "@/lib/time"

/** One incident as a line that opens: its cause, since when, and what it touches. */
export function IncidentRow({
  incident,
  merchant,
  locale,
}: {
  incident: Incident
  merchant: MerchantSettings
  locale: string
}) {
  const t = useTranslations("incidents")
  const { id, cause, state, locationName, said, httpStatus, beganAt, closedAt, orders, recovered } = incident
  const began = formatDateTime(beganAt, { locale, timeZone: merchant.timeZone, style: "short" })
  const amount = formatMoney(incident.amountCents, merchant.currency, locale)
  return (
    <li className="relative flex flex-wrap items-start gap-x-6 gap-y-1 border-b py-3 hover:bg-wash md:-mx-3 md:px-3">
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <Link href={`/incidents/${id}`} className="font-medium after:absolute after:inset-0">
            {t(`causes.${cause}.title`, { location: locationName ?? "" })}
          </Link>
          <IncidentState state={state} />
        </p>
        <p className="mt-0.5">{t("impact", { orders, amount, recovered })}</p>
        {said && (
          <p className="mt-0.5 truncate text-13 text-secondary">
            {t("said", { said, code: httpStatus ?? 0 })}
          </p>
        )}
      </div>
      <p className="text-13 text-secondary">
        {closedAt
          ? `${began} · ${formatDuration(closedAt.getTime() - beganAt.getTime(), locale)}`
          : t("since", { since: began })}
      </p>
    </li>
  )
}

/** A word, an icon and a colour, always the same. */
export function IncidentState({ state }: { state: Incident["state"] }) {
  const t = useTranslations("incidents.states")
  const Icon = state === "open" ? TriangleAlert : Check
  return (
    <Badge tone={state === "open" ? "failed" : "delivered"}>
      <Icon aria-hidden strokeWidth={2.5} />
      {t(state)}
    </Badge>
  )
}
