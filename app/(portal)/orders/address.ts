import type { OrderFilters, OrderSelection } from "@/lib/orders/schema"

/** The address of the log with these filters: the state of the list lives nowhere else. */
export function ordersHref(filters: OrderFilters = {}): string {
  const query = new URLSearchParams(
    Object.entries(filters).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  ).toString()
  return query ? `/orders?${query}` : "/orders"
}

/** The file of what these filters show. */
export const exportHref = (filters: OrderSelection): string =>
  ordersHref(filters).replace("/orders", "/orders/export.csv")
