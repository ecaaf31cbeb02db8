import { getLocale, getTranslations } from "next-intl/server"
import { titled } from "@/app/titled"
import { FileLink } from "@/components/link"
import { ButtonLink, buttonStyle } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { FilterBar, FilterChip } from "@/components/ui/filter-chip"
import { PageHeader, Section } from "@/components/ui/page-header"
import { Pagination } from "@/components/ui/pagination"
import { requireMember } from "@/lib/auth/session"
import { formattingTag } from "@/lib/i18n/locale"
import { listLocationNames } from "@/lib/locations/queries"
import { MAX_LISTED } from "@/lib/locations/schema"
import { getMerchant } from "@/lib/merchants/queries"
import { addDays, businessDayOf } from "@/lib/reconciliation/business-day"
import { listDayLines } from "@/lib/reconciliation/queries"
import { dayFilters } from "@/lib/reconciliation/schema"
import { NothingToDo } from "../attention"
import { OrdersTabs } from "../orders/orders-tabs"
import { dayHref, daysHref } from "./address"
import { dayInWords } from "./day-words"
import { LinesTable } from "./lines-table"
import { lineWriter } from "./shown-lines"

/** One week. Two weeks took the database 0.2 s at a million orders a year. */
const DAYS = 7

export const generateMetadata = titled("orders.tabs.reconciliation")

export default async function ReconciliationPage({
  params,
  searchParams,
}: PageProps<"/m/[merchant]/reconciliation">) {
  const ctx = await requireMember(params)
  const { location, to: asked } = dayFilters.parse(await searchParams)
  const [t, tOrders, locale, merchant, today, locations] = await Promise.all([
    getTranslations("reconciliation"),
    getTranslations("orders"),
    getLocale(),
    getMerchant(ctx),
    businessDayOf(ctx),
    listLocationNames(ctx, location),
  ])
  const to = asked && asked < today ? asked : today
  const from = addDays(to, 1 - DAYS)
  const lines = await listDayLines(ctx, { from, to, location })
  const write = await lineWriter(merchant, locale)
  const days = [...new Set(lines.map(({ day }) => day))]
  const rows = days.map((day) =>
    write(
      { id: day, href: dayHref(day, location), name: dayInWords(day, locale, "short") },
      lines.filter((line) => line.day === day),
      { isOver: day < today, withNames: !location },
    ),
  )
  const gaps = rows.filter(({ state }) => state === "gap")
  const others = rows.filter(({ state }) => state !== "gap")
  const month = to.slice(0, 7)

  return (
    <>
      <PageHeader
        title={tOrders("title")}
        sentence={t("sentence", { hour: hourOf(merchant.dayCutoffHour, locale), zone: merchant.timeZone })}
        action={
          <FileLink href={`/reconciliation/export.csv?month=${month}`} className={buttonStyle()}>
            {t("export", { month: monthInWords(month, locale) })}
          </FileLink>
        }
      />
      <OrdersTabs active="reconciliation" />
      {locations.length > 1 && (
        <FilterBar clearHref={location ? daysHref({ to: asked }) : undefined}>
          <FilterChip
            name={t("location")}
            value={locations.find(({ id }) => id === location)?.name}
            options={locations.map(({ id, name }) => ({
              label: name,
              href: daysHref({ to: asked, location: id }),
              active: id === location,
            }))}
            removeHref={daysHref({ to: asked })}
            moreHref={locations.length >= MAX_LISTED ? "/locations" : undefined}
          />
        </FilterBar>
      )}
      {rows.length === 0 ? (
        <div className="border-t">
          <EmptyState
            title={t("empty.title")}
            action={asked && <ButtonLink href={daysHref({ location })}>{t("empty.action")}</ButtonLink>}
          >
            {t(location ? "empty.filtered" : "empty.body")}
          </EmptyState>
        </div>
      ) : (
        <>
          <Section title={t("gaps.title")}>
            {gaps.length > 0 ? (
              <LinesTable of="days" rows={gaps} caption={t("gaps.caption")} />
            ) : (
              <NothingToDo title={t("gaps.nothing")}>
                {t("gaps.nothingBody", { days: others.filter(({ state }) => state === "whole").length })}
              </NothingToDo>
            )}
          </Section>
          {others.length > 0 && (
            <Section title={t("days.title")}>
              <LinesTable of="days" rows={others} caption={t("days.caption")} />
            </Section>
          )}
        </>
      )}
      <Pagination
        previousHref={to < today ? daysHref({ to: later(to, today), location }) : undefined}
        nextHref={daysHref({ to: addDays(from, -1), location })}
        summary={t("days.period", {
          from: dayInWords(from, locale, "date"),
          to: dayInWords(to, locale, "date"),
        })}
      />
    </>
  )
}

/** The day that ends the next newer page; undefined for the newest, whose address names no day. */
function later(to: string, today: string): string | undefined {
  const next = addDays(to, DAYS)
  return next < today ? next : undefined
}

const hourOf = (hour: number, locale: string) => (locale === "fr" ? `${hour} h` : `${hour}:00`)

const monthInWords = (month: string, locale: string) =>
  new Intl.DateTimeFormat(formattingTag(locale), { month: "long", year: "numeric", timeZone: "UTC" }).format(
    new Date(`${month}-01T00:00:00Z`),
  )
