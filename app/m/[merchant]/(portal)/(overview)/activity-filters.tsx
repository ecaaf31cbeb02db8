import { useTranslations } from "next-intl"
import { Link } from "@/components/link"
import { FilterChip } from "@/components/ui/filter-chip"
import { cn } from "@/lib/cn"
import { MAX_LISTED } from "@/lib/locations/schema"
import { type OverviewFilters, PERIODS } from "@/lib/overview/schema"
import { overviewHref } from "./address"

/** Filters the activity by days and location. Each choice is a link. */
export function ActivityFilters({
  filters,
  locations,
}: {
  filters: OverviewFilters
  locations: { id: string; name: string }[]
}) {
  const t = useTranslations("overview.activity")
  return (
    <div className="mt-10 mb-6 flex flex-wrap items-center gap-2 border-t pt-6">
      <nav aria-label={t("period")} className="flex rounded-full border border-edge bg-surface p-0.5">
        {PERIODS.map((period) => (
          <Link
            key={period}
            href={overviewHref({ ...filters, period })}
            scroll={false}
            prefetch={false}
            aria-current={period === filters.period ? "page" : undefined}
            className={cn(
              "flex h-7 items-center rounded-full px-3 text-13 max-md:h-8",
              period === filters.period
                ? "bg-accent-soft font-medium text-accent"
                : "text-secondary hover:text-ink",
            )}
          >
            {t(`periods.${period}`)}
          </Link>
        ))}
      </nav>
      {locations.length > 1 && (
        <FilterChip
          name={t("location")}
          value={locations.find(({ id }) => id === filters.location)?.name}
          options={locations.map(({ id, name }) => ({
            label: name,
            href: overviewHref({ ...filters, location: id }),
            active: id === filters.location,
          }))}
          removeHref={overviewHref({ ...filters, location: undefined })}
          moreHref={locations.length >= MAX_LISTED ? "/locations" : undefined}
        />
      )}
    </div>
  )
}
