import { useLocale, useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { FilterBar, FilterChip } from "@/components/ui/filter-chip"
import { ATTEMPT_ERRORS, SYNC_STATUSES } from "@/db/enums"
import { MAX_LISTED } from "@/lib/locations/schema"
import { formatMoney } from "@/lib/money"
import { ORDER_REASONS, type OrderFilters, type OrderSelection } from "@/lib/orders/schema"
import { formatDateTime } from "@/lib/time"
import { ordersHref } from "./address"
import { DateFilter } from "./date-filter"
import { MoreFilters } from "./more-filters"
import { SearchOrders } from "./search-orders"

const PERIODS = ["today", "yesterday", "7d", "30d"] as const

type Props = {
  filters: OrderFilters
  locations: { id: string; name: string }[]
  tills: { id: string; name: string }[]
  /** Masked name of the customer in the `customer` filter. */
  customerName: string | null
  currency: string
  end?: ReactNode
}

/** The log's filters: a search box and chips that read as a sentence. Each option is a link. */
export function OrderFilterBar({ filters, locations, tills, customerName, currency, end }: Props) {
  const t = useTranslations("orders")
  const locale = useLocale()
  const { reason, error, http, location, till, customer, reward, min, max, test, period } = filters
  const money = (cents: number) => formatMoney(cents, currency, locale)
  const to = (changes: OrderSelection) => ordersHref({ ...filters, ...changes })

  const names = {
    status: t("filters.status"),
    reason: t("filters.reason"),
    error: t("filters.error"),
    location: t("filters.location"),
    till: t("filters.till"),
    reward: t("filters.reward"),
    test: t("filters.test"),
    period: t("filters.period"),
  }

  function chip<
    Name extends "status" | "reason" | "error" | "location" | "till" | "reward" | "test" | "period",
  >(name: Name, options: { value: OrderSelection[Name]; label: string }[], alone: OrderSelection = {}) {
    const value = filters[name]
    return (
      <FilterChip
        name={names[name]}
        value={value && (options.find((option) => option.value === value)?.label ?? String(value))}
        options={options.map((option) => ({
          label: option.label,
          href: to({ ...alone, [name]: option.value }),
          active: option.value === value,
        }))}
        removeHref={to({ [name]: undefined })}
        moreHref={name === "location" && locations.length >= MAX_LISTED ? "/locations" : undefined}
      />
    )
  }
  /** A chip for a filter without a list of options. */
  const plain = (name: "http" | "customer" | "amount", value: string, without: OrderSelection) => (
    <FilterChip name={t(`filters.${name}`)} value={value} options={[]} removeHref={to(without)} />
  )

  return (
    <FilterBar
      clearHref={Object.values(filters).some((value) => value !== undefined) ? "/orders" : undefined}
      end={end}
    >
      <SearchOrders key={filters.q} filters={filters} />
      {chip(
        "status",
        SYNC_STATUSES.map((value) => ({ value, label: t(`filters.statuses.${value}`) })),
      )}
      {reason &&
        chip(
          "reason",
          ORDER_REASONS.map((value) => ({ value, label: t(`reasons.${value}`) })),
        )}
      {error &&
        chip(
          "error",
          ATTEMPT_ERRORS.map((value) => ({ value, label: t(`errorKinds.${value}`) })),
        )}
      {http !== undefined && plain("http", `HTTP ${http}`, { http: undefined })}
      {(location || locations.length > 1) &&
        chip(
          "location",
          locations.map(({ id, name }) => ({ value: id, label: name })),
        )}
      {till &&
        chip(
          "till",
          tills.map(({ id, name }) => ({ value: id, label: name })),
        )}
      {customer &&
        plain("customer", customerName ?? (customer.startsWith("cust_") ? customer : t("filters.aPhone")), {
          customer: undefined,
        })}
      {reward &&
        chip(
          "reward",
          (["yes", "no"] as const).map((value) => ({ value, label: t(`filters.rewards.${value}`) })),
        )}
      {(min !== undefined || max !== undefined) &&
        plain("amount", amountWords(), { min: undefined, max: undefined })}
      {test &&
        chip(
          "test",
          (["only", "without"] as const).map((value) => ({ value, label: t(`filters.tests.${value}`) })),
        )}
      {chip(
        "period",
        PERIODS.map((value) => ({ value, label: t(`filters.periods.${value}`) })),
        { from: undefined, to: undefined },
      )}
      <DateFilter
        key={`${filters.from} ${filters.to}`}
        value={period ? undefined : dateWords()}
        filters={filters}
        removeHref={to({ from: undefined, to: undefined })}
      />
      <MoreFilters key={JSON.stringify(filters)} filters={filters} tills={tills} currency={currency} />
    </FilterBar>
  )

  function amountWords() {
    if (min === undefined) return t("filters.upTo", { max: money(max!) })
    return max === undefined
      ? t("filters.atLeast", { min: money(min) })
      : t("filters.between", { min: money(min), max: money(max) })
  }

  function dateWords() {
    // Dates without a time zone: format them in UTC, as they were parsed.
    const day = (iso: string) =>
      formatDateTime(`${iso}T00:00:00Z`, { locale, timeZone: "UTC", style: "date" })
    const { from, to: until } = filters
    if (!from) return until && t("filters.until", { to: day(until) })
    return until
      ? t("filters.range", { from: day(from), to: day(until) })
      : t("filters.since", { from: day(from) })
  }
}
