import { hrefWith } from "@/lib/address"
import type { OverviewFilters } from "@/lib/overview/schema"

/** The overview's address with these filters. The defaults (today, all locations) add nothing to it. */
export const overviewHref = ({ period, location }: OverviewFilters) =>
  hrefWith("/", { period: period === "today" ? undefined : period, location })
