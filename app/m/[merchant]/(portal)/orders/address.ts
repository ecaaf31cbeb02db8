import { hrefWith } from "@/lib/address"
import type { OrderFilters, OrderSelection } from "@/lib/orders/schema"

/** The log's address with these filters. The list keeps its state nowhere else. */
export const ordersHref = (filters: OrderFilters = {}) => hrefWith("/orders", filters)

/** The CSV export with the same filters. */
export const exportHref = (filters: OrderSelection) => hrefWith("/orders/export.csv", filters)
