import { hrefWith } from "@/lib/address"
import type { OverviewFilters } from "@/lib/overview/schema"

/** The address of the overview with these filters; today, everywhere, is the plain one. */
export const overviewHref = ({ period, location }: OverviewFilters) =>
  hrefWith("/", { period: period === "today" ? undefined : period, location })
