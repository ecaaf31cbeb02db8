import type { PortalPath } from "@/lib/address"
import type { CatalogFilters } from "@/lib/catalog/schema"

/** The address of the catalogue with these filters: the state of the list lives nowhere else. */
export function catalogHref(filters: CatalogFilters = {}): PortalPath {
  const query = new URLSearchParams(
    Object.entries(filters).filter((entry): entry is [string, string] => Boolean(entry[1])),
  ).toString()
  return query ? `/catalog?${query}` : "/catalog"
}
