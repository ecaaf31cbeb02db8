import type { Metadata } from "next"
import Link from "next/link"
import { notFound } from "next/navigation"
import { getLocale, getTranslations } from "next-intl/server"
import { cache } from "react"
import { z } from "zod"
import { Banner } from "@/components/ui/banner"
import { DefinitionList } from "@/components/ui/definition-list"
import { PageHeader, Section } from "@/components/ui/page-header"
import { Timeline } from "@/components/ui/timeline"
import { hasRole } from "@/lib/auth/ctx"
import { requireMember } from "@/lib/auth/session"
import { AppError } from "@/lib/errors"
import { getIncident, type IncidentDetail } from "@/lib/incidents/queries"
import { writeNotices } from "@/lib/incidents/words"
import { getMerchant } from "@/lib/merchants/queries"
import { formatMoney } from "@/lib/money"
import { formatDateTime, formatDuration } from "@/lib/time"
import { LiveRefresh } from "../../live-refresh"
import { IncidentState } from "../incident-row"
import { Dismiss } from "./dismiss"
import { Fix } from "./fix"
import { Notices } from "./notices"

export async function generateMetadata({ params }: PageProps<"/incidents/[id]">): Promise<Metadata> {
  const [t, incident] = await Promise.all([
    getTranslations("incidents"),
    params.then(({ id }) => incidentOrNotFound(id)),
  ])
  return { title: t(`causes.${incident.cause}.title`, { location: incident.locationName ?? "" }) }
}

export default async function IncidentPage({ params }: PageProps<"/incidents/[id]">) {
  const { id } = await params
  const [ctx, incident] = await Promise.all([requireMember(), incidentOrNotFound(id)])
  const [t, locale, merchant] = await Promise.all([
    getTranslations("incidents"),
    getLocale(),
    getMerchant(ctx),
  ])
  const { cause, orders, recovered, beganAt, closedAt } = incident
  const at = (date: Date) => formatDateTime(date, { locale, timeZone: merchant.timeZone })
  const money = (cents: number) => formatMoney(cents, merchant.currency, locale)
  const isOpen = incident.state === "open"
  const isManager = hasRole(ctx, "manager")
  const mayDismiss = isManager && isOpen && (cause === "rejected_by_pongo" || cause === "retries_exhausted")

  return (
    <>
      {isOpen && <LiveRefresh />}
      <PageHeader
        back={{ href: "/incidents", label: t("detail.back") }}
        title={t(`causes.${cause}.title`, { location: incident.locationName ?? "" })}
        meta={<IncidentState state={incident.state} />}
        sentence={t(`causes.${cause}.why`)}
        action={
          isOpen &&
          (isManager ? (
            <>
              {mayDismiss && <Dismiss id={id} remaining={incident.remaining} />}
              <Fix incident={incident} />
            </>
          ) : (
            <p className="text-13 text-secondary">{t("detail.fixedBy")}</p>
          ))
        }
      />
      <Banner tone={isOpen ? "held" : "neutral"} className="mb-8">
        {isOpen
          ? t(`causes.${cause}.safe`)
          : [
              closedAt && t("detail.over", { until: at(closedAt) }),
              orders > recovered && t("detail.overLeft", { count: orders - recovered }),
            ]
              .filter(Boolean)
              .join(" ")}
        {incident.said && (
          <p className="mt-1 break-words">
            {t("said", { said: incident.said, code: incident.httpStatus ?? 0 })}
          </p>
        )}
      </Banner>
      <div className="grid gap-x-12 gap-y-10 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="min-w-0">
          <Section title={t("detail.timeline.title")}>
            <Timeline label={t("detail.timeline.title")} items={await timelineOf(incident, at)} />
          </Section>
          {incident.missing.length > 0 && (
            <Section
              title={t("detail.missing.title")}
              sentence={
                orders - recovered > incident.missing.length
                  ? t("detail.missing.some", { count: incident.missing.length, total: orders - recovered })
                  : t("detail.missing.all")
              }
            >
              <ul className="border-t">
                {incident.missing.map((order) => (
                  <li
                    key={order.id}
                    className="flex flex-wrap items-baseline justify-between gap-x-4 border-b py-2"
                  >
                    <Link
                      href={`/orders/${order.id}`}
                      className="text-accent underline-offset-2 hover:underline"
                    >
                      {order.ref}
                    </Link>
                    <span className="text-13 text-secondary">
                      {t("detail.missing.line", { location: order.locationName, when: at(order.closedAt) })}
                    </span>
                    <span>{money(order.totalCents)}</span>
                  </li>
                ))}
              </ul>
            </Section>
          )}
          <Notices texts={writeNotices(incident, merchant)} />
        </div>
        <div>
          <Section title={t("detail.impact.title")}>
            <DefinitionList
              items={[
                { term: t("detail.impact.since"), value: at(beganAt) },
                ...(closedAt
                  ? [
                      { term: t("detail.impact.until"), value: at(closedAt) },
                      {
                        term: t("detail.impact.lasted"),
                        value: formatDuration(closedAt.getTime() - beganAt.getTime(), locale),
                      },
                    ]
                  : []),
                { term: t("detail.impact.orders"), value: orders },
                { term: t("detail.impact.customers"), value: incident.customers },
                { term: t("detail.impact.amount"), value: money(incident.amountCents) },
                {
                  term: t("detail.impact.recovered"),
                  value: t("detail.impact.share", {
                    recovered,
                    orders,
                    share: orders > 0 ? recovered / orders : 0,
                  }),
                },
                ...(isOpen ? [{ term: t("detail.impact.remaining"), value: incident.remaining }] : []),
                {
                  term: t("detail.impact.locations"),
                  value: (
                    <ul>
                      {incident.locations.map((place) => (
                        <li key={place.id}>
                          {place.name}{" "}
                          <span className="text-secondary">
                            {t("detail.impact.perLocation", {
                              orders: place.orders,
                              recovered: place.recovered,
                            })}
                          </span>
                        </li>
                      ))}
                    </ul>
                  ),
                },
              ]}
            />
          </Section>
        </div>
      </div>
    </>
  )
}

async function timelineOf({ beganAt, events }: IncidentDetail, at: (date: Date) => string) {
  const t = await getTranslations("incidents.detail.timeline")
  return [
    {
      id: "began",
      sentence: t("began"),
      time: at(beganAt),
      dateTime: beganAt.toISOString(),
      tone: "failed" as const,
    },
    ...events.map(({ id, kind, actor, orders, recovered, at: when }) => ({
      id,
      sentence: t(kind, { orders, recovered, who: actor ?? "" }),
      time: at(when),
      dateTime: when.toISOString(),
      tone:
        kind === "closed" ? ("delivered" as const) : kind === "dismissed" ? undefined : ("failed" as const),
    })),
  ]
}

/** Twice in one request, read once. */
const incidentOrNotFound = cache(async (id: string) => {
  if (!z.uuid().safeParse(id).success) notFound()
  return getIncident(await requireMember(), id).catch((error) => {
    if (error instanceof AppError && error.code === "not_found") notFound()
    throw error
  })
})
