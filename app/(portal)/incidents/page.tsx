import type { Metadata } from "next"
import Link from "next/link"
import { getLocale, getTranslations } from "next-intl/server"
import { EmptyState } from "@/components/ui/empty-state"
import { PageHeader, Section } from "@/components/ui/page-header"
import { requireMember } from "@/lib/auth/session"
import { listOpenIncidents, listPastIncidents } from "@/lib/incidents/queries"
import { incidentFilters } from "@/lib/incidents/schema"
import { getMerchant } from "@/lib/merchants/queries"
import { LiveRefresh } from "../live-refresh"
import { OrdersTabs } from "../orders/orders-tabs"
import { IncidentRow } from "./incident-row"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("incidents"))("title") }
}

export default async function IncidentsPage({ searchParams }: PageProps<"/incidents">) {
  const ctx = await requireMember()
  const filters = incidentFilters.parse(await searchParams)
  const [t, tOrders, locale, merchant, open, past] = await Promise.all([
    getTranslations("incidents"),
    getTranslations("orders"),
    getLocale(),
    getMerchant(ctx),
    listOpenIncidents(ctx),
    listPastIncidents(ctx, filters),
  ])
  const rows = (incidents: typeof open) => (
    <ul className="border-t">
      {incidents.map((incident) => (
        <IncidentRow key={incident.id} incident={incident} merchant={merchant} locale={locale} />
      ))}
    </ul>
  )
  return (
    <>
      <LiveRefresh />
      <PageHeader title={tOrders("title")} sentence={t("sentence")} />
      <OrdersTabs active="incidents" />
      {!filters.before && (
        <Section title={t("open.title")}>
          {open.length > 0 ? (
            rows(open)
          ) : (
            <div className="border-y">
              <EmptyState title={t("open.none")}>{t("open.noneBody")}</EmptyState>
            </div>
          )}
        </Section>
      )}
      <Section title={t("past.title")}>
        {past.rows.length > 0 ? (
          rows(past.rows)
        ) : (
          <p className="border-t pt-4 text-secondary">{t("past.empty.body")}</p>
        )}
        <p className="mt-4 flex gap-4 text-13">
          {filters.before && (
            <Link href="/incidents" className="text-accent underline-offset-2 hover:underline">
              {t("past.newest")}
            </Link>
          )}
          {past.next && (
            <Link
              href={`/incidents?before=${past.next}`}
              className="text-accent underline-offset-2 hover:underline"
            >
              {t("past.older")}
            </Link>
          )}
        </p>
      </Section>
    </>
  )
}
