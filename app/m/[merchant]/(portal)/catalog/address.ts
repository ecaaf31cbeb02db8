import { hrefWith } from "@/lib/address"
import type { CatalogFilters } from "@/lib/catalog/schema"

/** The catalogue's address with these filters. The list keeps its state nowhere else. */
export const catalogHref = (filters: CatalogFilters = {}) => hrefWith("/catalog", filters)
