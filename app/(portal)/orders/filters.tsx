import { useLocale, useTranslations } from "next-intl"
import { FilterBar, FilterChip } from "@/components/ui/filter-chip"
import { SearchField } from "@/components/ui/search-field"
import { SYNC_STATUSES } from "@/db/enums"
import type { OrderFilters } from "@/lib/orders/schema"
import { formatDateTime } from "@/lib/time"
import { ordersHref } from "./address"
import { DateFilter } from "./date-filter"

const PERIODS = ["today", "yesterday", "7d", "30d"] as const

/** The filters of the log: a search and chips that read as a sentence. Each option is an address. */
export function OrderFilterBar({
  filters,
  locations,
}: {
  filters: OrderFilters
  locations: { id: string; name: string }[]
}) {
  const t = useTranslations("orders")
  const locale = useLocale()
  const { cursor: _, ...kept } = filters
  const { q, status, location, period, from, to } = kept
  const isSet = Object.values(kept).some((value) => value !== undefined)
  // Days, not moments: written in UTC, where they were read.
  const day = (iso: string) => formatDateTime(`${iso}T00:00:00Z`, { locale, timeZone: "UTC", style: "date" })
  const dates =
    period || !(from || to)
      ? undefined
      : from && to
        ? t("filters.range", { from: day(from), to: day(to) })
        : from
          ? t("filters.since", { from: day(from) })
          : t("filters.until", { to: day(to!) })

  return (
    <FilterBar clearHref={isSet ? "/orders" : undefined}>
      <SearchField
        action="/orders"
        label={t("search")}
        defaultValue={q}
        keep={{ status, location, period, from, to }}
      />
      <FilterChip
        name={t("filters.status")}
        value={status && t(`filters.statuses.${status}`)}
        options={SYNC_STATUSES.map((option) => ({
          label: t(`filters.statuses.${option}`),
          href: ordersHref({ ...kept, status: option }),
          active: option === status,
        }))}
        removeHref={ordersHref({ ...kept, status: undefined })}
      />
      {locations.length > 1 && (
        <FilterChip
          name={t("filters.location")}
          value={locations.find(({ id }) => id === location)?.name}
          options={locations.map(({ id, name }) => ({
            label: name,
            href: ordersHref({ ...kept, location: id }),
            active: id === location,
          }))}
          removeHref={ordersHref({ ...kept, location: undefined })}
        />
      )}
      <FilterChip
        name={t("filters.period")}
        value={period && t(`filters.periods.${period}`)}
        options={PERIODS.map((option) => ({
          label: t(`filters.periods.${option}`),
          href: ordersHref({ ...kept, period: option, from: undefined, to: undefined }),
          active: option === period,
        }))}
        removeHref={ordersHref({ ...kept, period: undefined })}
      />
      <DateFilter
        key={`${from} ${to}`}
        value={dates}
        from={from}
        to={to}
        keep={{ q, status, location }}
        removeHref={ordersHref({ ...kept, from: undefined, to: undefined })}
      />
    </FilterBar>
  )
}
