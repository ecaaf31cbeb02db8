import { useTranslations } from "next-intl"
import { FilterBar, FilterChip } from "@/components/ui/filter-chip"
import { SearchField } from "@/components/ui/search-field"
import type { CatalogFilters } from "@/lib/catalog/schema"
import { catalogHref } from "./address"

/** A search box and an on-sale filter. Each option is a link. */
export function CatalogFilterBar({ filters: { q, active } }: { filters: CatalogFilters }) {
  const t = useTranslations("catalog")
  return (
    <FilterBar clearHref={q || active ? "/catalog" : undefined}>
      <SearchField action="/catalog" label={t("search")} defaultValue={q} keep={{ active }} />
      <FilterChip
        name={t("filters.active")}
        value={active && t(`filters.${active}`)}
        options={(["yes", "no"] as const).map((option) => ({
          label: t(`filters.${option}`),
          href: catalogHref({ q, active: option }),
          active: option === active,
        }))}
        removeHref={catalogHref({ q })}
      />
    </FilterBar>
  )
}
