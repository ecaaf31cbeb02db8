import type { PortalPath } from "@/lib/address"
import type { DayFilters } from "@/lib/reconciliation/schema"

/** The address of the list of days. */
export function daysHref(filters: DayFilters = {}): PortalPath {
  return withQuery("/reconciliation", filters)
}

/** The address of one day. @param location looks at one location alone */
export function dayHref(day: string, location?: string): PortalPath {
  return withQuery(`/reconciliation/${day}`, { location })
}

function withQuery(
  path: "/reconciliation" | `/reconciliation/${string}`,
  values: Record<string, string | undefined>,
): PortalPath {
  const query = new URLSearchParams(
    Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])),
  ).toString()
  return query ? `${path}?${query}` : path
}
