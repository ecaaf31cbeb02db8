import { hrefWith } from "@/lib/address"
import type { CatalogFilters } from "@/lib/catalog/schema"

/** The address of the catalogue with these filters: the state of the list lives nowhere else. */
export const catalogHref = (filters: CatalogFilters = {}) => hrefWith("/catalog", filters)
