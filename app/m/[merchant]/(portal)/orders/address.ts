import { hrefWith } from "@/lib/address"
import type { OrderFilters, OrderSelection } from "@/lib/orders/schema"

/** The address of the log with these filters: the state of the list lives nowhere else. */
export const ordersHref = (filters: OrderFilters = {}) => hrefWith("/orders", filters)

/** The file of what these filters show. */
export const exportHref = (filters: OrderSelection) => hrefWith("/orders/export.csv", filters)
