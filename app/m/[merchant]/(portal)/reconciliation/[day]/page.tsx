import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { getLocale, getTranslations } from "next-intl/server"
import { FileLink } from "@/components/link"
import { buttonStyle } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { FilterBar, FilterChip } from "@/components/ui/filter-chip"
import { PageHeader, Section } from "@/components/ui/page-header"
import { requireMember } from "@/lib/auth/session"
import { listLocationNames } from "@/lib/locations/queries"
import { MAX_LISTED } from "@/lib/locations/schema"
import { formatsOf } from "@/lib/merchants/formats"
import { getMerchant, type MerchantSettings } from "@/lib/merchants/queries"
import { boundsOf, businessDayOf } from "@/lib/reconciliation/business-day"
import {
  DAY_ORDERS_LIMIT,
  type DayLine,
  listDayLines,
  listGapOrders,
  listRefGaps,
} from "@/lib/reconciliation/queries"
import { dayFilters } from "@/lib/reconciliation/schema"
import { outsideDay } from "@/lib/text"
import { LiveRefresh } from "../../live-refresh"
import { showOrders } from "../../orders/order-rows"
import { OrdersTable } from "../../orders/orders-table"
import { dayHref } from "../address"
import { DayBadge } from "../day-badge"
import { dayInWords } from "../day-words"
import { LinesTable } from "../lines-table"
import { lineWriter, stateOf } from "../shown-lines"
import { Balance } from "./balance"
import { RefGaps } from "./ref-gaps"
import { Verdict } from "./verdict"

export async function generateMetadata({
  params,
}: PageProps<"/m/[merchant]/reconciliation/[day]">): Promise<Metadata> {
  const [{ day }, locale] = await Promise.all([params, getLocale()])
  return { title: outsideDay.safeParse(day).success ? dayInWords(day, locale, "long") : undefined }
}

export default async function DayPage({
  params,
  searchParams,
}: PageProps<"/m/[merchant]/reconciliation/[day]">) {
  const { day } = await params
  if (!outsideDay.safeParse(day).success) notFound()
  const ctx = await requireMember(params)
  const { location } = dayFilters.parse(await searchParams)
  const [t, locale, merchant, today, bounds, locations, lines, orders, refGaps] = await Promise.all([
    getTranslations("reconciliation.day"),
    getLocale(),
    getMerchant(ctx),
    businessDayOf(ctx),
    boundsOf(ctx, day),
    listLocationNames(ctx, location),
    listDayLines(ctx, { from: day, to: day, location }),
    listGapOrders(ctx, day, location),
    listRefGaps(ctx, day, location),
  ])
  const isOver = day < today
  const { moment } = formatsOf(merchant, locale)
  const state = stateOf(lines, isOver)
  const closedAt = lines.find(({ closed }) => closed)?.closed?.at

  return (
    <>
      {state !== "whole" && <LiveRefresh />}
      <PageHeader
        back={{ href: "/reconciliation", label: t("back") }}
        title={dayInWords(day, locale, "long")}
        meta={lines.length > 0 && <DayBadge state={state} />}
        sentence={[
          t("bounds", { starts: moment(bounds.starts), ends: moment(bounds.ends) }),
          closedAt ? t("closed", { at: moment(closedAt) }) : t("notClosed"),
        ].join(" ")}
        action={
          lines.length > 0 && (
            <FileLink href={`/reconciliation/export.csv?day=${day}`} className={buttonStyle()}>
              {t("export")}
            </FileLink>
          )
        }
      />
      {locations.length > 1 && (
        <FilterBar clearHref={location ? dayHref(day) : undefined}>
          <FilterChip
            name={t("location")}
            value={locations.find(({ id }) => id === location)?.name}
            options={locations.map(({ id, name }) => ({
              label: name,
              href: dayHref(day, id),
              active: id === location,
            }))}
            removeHref={dayHref(day)}
            moreHref={locations.length >= MAX_LISTED ? "/locations" : undefined}
          />
        </FilterBar>
      )}
      {lines.length === 0 ? (
        <div className="border-t">
          <EmptyState title={t("none.title")}>{t("none.body")}</EmptyState>
        </div>
      ) : (
        <>
          <Verdict
            ctx={ctx}
            day={day}
            lines={lines}
            location={locations.find(({ id }) => id === location)}
            isOver={isOver}
            ends={moment(bounds.ends)}
            merchant={merchant}
          />
          {!location && lines.length > 1 && (
            <LocationLines day={day} lines={lines} isOver={isOver} merchant={merchant} />
          )}
          <div className="mt-10 grid gap-x-12 gap-y-10 lg:grid-cols-[26rem_minmax(0,1fr)]">
            <div className="min-w-0">
              <Section title={t("balance.title")}>
                <Balance lines={lines} currency={merchant.currency} locale={locale} />
              </Section>
            </div>
            <div className="min-w-0">
              <RefGaps gaps={refGaps} lines={lines} merchant={merchant} locale={locale} />
            </div>
          </div>
          {orders.length > 0 && (
            <Section title={t("missing.title")}>
              <OrdersTable rows={await showOrders(orders, merchant, locale)} empty={null} short />
              {orders.length === DAY_ORDERS_LIMIT && (
                <p className="py-3 text-13 text-secondary">{t("missing.more", { count: orders.length })}</p>
              )}
            </Section>
          )}
        </>
      )}
    </>
  )
}

/** The day of each location, those with most missing orders first. */
async function LocationLines({
  day,
  lines,
  isOver,
  merchant,
}: {
  day: string
  lines: DayLine[]
  isOver: boolean
  merchant: MerchantSettings
}) {
  const [t, locale] = await Promise.all([getTranslations("reconciliation.day.places"), getLocale()])
  const write = await lineWriter(merchant, locale)
  const rows = lines
    .map((line) =>
      write({ id: line.locationId, href: dayHref(day, line.locationId), name: line.locationName }, [line], {
        isOver,
        withNames: false,
      }),
    )
    .sort((a, b) => b.missing - a.missing)
  return (
    <Section title={t("title")}>
      <LinesTable of="places" rows={rows} caption={t("caption")} />
    </Section>
  )
}
