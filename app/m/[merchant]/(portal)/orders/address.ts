import type { PortalPath } from "@/lib/address"
import type { OrderFilters, OrderSelection } from "@/lib/orders/schema"

/** The address of the log with these filters: the state of the list lives nowhere else. */
export function ordersHref(filters: OrderFilters = {}): PortalPath {
  return withFilters("/orders", filters)
}

/** The file of what these filters show. */
export const exportHref = (filters: OrderSelection): PortalPath => withFilters("/orders/export.csv", filters)

function withFilters(path: "/orders" | "/orders/export.csv", filters: OrderFilters): PortalPath {
  const query = new URLSearchParams(
    Object.entries(filters).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  ).toString()
  return query ? `${path}?${query}` : path
}
