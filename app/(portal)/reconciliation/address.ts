import type { DayFilters } from "@/lib/reconciliation/schema"

/** The address of the list of days. */
export function daysHref(filters: DayFilters = {}): string {
  return withQuery("/reconciliation", filters)
}

/** The address of one day. @param location looks at one location alone */
export function dayHref(day: string, location?: string): string {
  return withQuery(`/reconciliation/${day}`, { location })
}

function withQuery(path: string, values: Record<string, string | undefined>): string {
  const query = new URLSearchParams(
    Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])),
  ).toString()
  return query ? `${path}?${query}` : path
}
