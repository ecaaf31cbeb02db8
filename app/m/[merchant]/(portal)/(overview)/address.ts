import type { PortalPath } from "@/lib/address"
import type { OverviewFilters } from "@/lib/overview/schema"

/** The address of the overview with these filters; today, everywhere, is the plain one. */
export function overviewHref({ period, location }: OverviewFilters): PortalPath {
  const query = new URLSearchParams()
  if (period !== "today") query.set("period", period)
  if (location) query.set("location", location)
  return query.size > 0 ? `/?${query}` : "/"
}
