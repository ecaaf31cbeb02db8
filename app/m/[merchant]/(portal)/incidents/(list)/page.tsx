import { getLocale, getTranslations } from "next-intl/server"
import { titled } from "@/app/titled"
import { ButtonLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { PageHeader, Section } from "@/components/ui/page-header"
import { requireMember } from "@/lib/auth/session"
import { getConnection, isUsable } from "@/lib/connections/queries"
import { type Incident, listOpenIncidents, listPastIncidents } from "@/lib/incidents/queries"
import { incidentFilters } from "@/lib/incidents/schema"
import { formatsOf } from "@/lib/merchants/formats"
import { getMerchant, type MerchantSettings } from "@/lib/merchants/queries"
import { formatDuration } from "@/lib/time"
import { Attention, NothingToDo } from "../../attention"
import { LiveRefresh } from "../../live-refresh"
import { OrdersTabs } from "../../orders/orders-tabs"
import { mendedOf, titleOf, toneOf } from "../cause-words"
import { PastIncidents } from "../past-incidents"

export const generateMetadata = titled("incidents.title")

export default async function IncidentsPage({ params, searchParams }: PageProps<"/m/[merchant]/incidents">) {
  const ctx = await requireMember(params)
  const { before } = incidentFilters.parse(await searchParams)
  const [t, tOrders, locale, merchant, connection, open, past] = await Promise.all([
    getTranslations("incidents"),
    getTranslations("orders"),
    getLocale(),
    getMerchant(ctx),
    getConnection(ctx),
    before ? [] : listOpenIncidents(ctx),
    listPastIncidents(ctx, { before }),
  ])
  const { money, moment } = formatsOf(merchant, locale)
  return (
    <>
      <PageHeader title={tOrders("title")} sentence={t("sentence")} />
      <OrdersTabs active="incidents" />
      {!before && (
        <Section title={t("open.title")}>
          <LiveRefresh everyMs={15_000} />
          {open.length > 0 ? (
            <OpenIncidents incidents={open} merchant={merchant} locale={locale} />
          ) : (
            <NothingToDo title={t("open.none")}>
              {t(isUsable(connection) ? "open.noneBody" : "open.notConnected")}
            </NothingToDo>
          )}
        </Section>
      )}
      <Section title={t("past.title")}>
        {past.rows.length > 0 || before ? (
          <>
            <PastIncidents
              rows={past.rows.map((incident) => ({
                id: incident.id,
                title: titleOf(t, incident),
                isPutAway: incident.isPutAway,
                began: moment(incident.beganAt),
                lasted: formatDuration(lastedMs(incident), locale),
                orders: incident.orders,
                recovered: incident.recovered,
                amount: money(incident.amountCents),
              }))}
            />
            <nav className="flex gap-2 py-3">
              {before && (
                <ButtonLink size="small" href="/incidents">
                  {t("past.newest")}
                </ButtonLink>
              )}
              {past.next && (
                <ButtonLink size="small" href={`/incidents?before=${past.next}`}>
                  {t("past.older")}
                </ButtonLink>
              )}
            </nav>
          </>
        ) : open.length > 0 ? (
          <p className="border-y py-4 text-secondary">{t("past.noneYet")}</p>
        ) : (
          <div className="border-t">
            <EmptyState title={t("past.empty.title")}>{t("past.empty.body")}</EmptyState>
          </div>
        )}
      </Section>
    </>
  )
}

const lastedMs = ({ beganAt, closedAt }: Incident) => (closedAt ?? new Date()).getTime() - beganAt.getTime()

/** Open incidents and their impact. */
async function OpenIncidents({
  incidents,
  merchant,
  locale,
}: {
  incidents: Incident[]
  merchant: MerchantSettings
  locale: string
}) {
  const t = await getTranslations("incidents")
  const { money, moment } = formatsOf(merchant, locale)
  return (
    <Attention
      needs={incidents.map((incident, index) => ({
        id: incident.id,
        tone: incident.isEnding ? "queued" : toneOf(incident),
        title: titleOf(t, incident),
        sentence: [
          ...(incident.isEnding ? [mendedOf(t, incident, moment)] : []),
          t("impact", {
            orders: incident.orders,
            recovered: incident.recovered,
            amount: money(incident.amountCents),
            since: moment(incident.beganAt),
          }),
        ].join(" "),
        action: (
          <ButtonLink
            href={`/incidents/${incident.id}`}
            variant={index === 0 && !incident.isEnding ? "primary" : "secondary"}
          >
            {t("see")}
          </ButtonLink>
        ),
      }))}
    />
  )
}
