import { getTranslations } from "next-intl/server"
import type { Till } from "@/lib/tills/queries"
import type { TillWarning } from "@/lib/tills/warnings"
import { formatDateTime, formatDuration, formatRelative } from "@/lib/time"

/** A till as displayed, formatted on the server so that the browser receives no database row. */
export type ShownTill = {
  ref: string
  name: string
  location: string
  seen: string
  seenExactly: string
  warnings: { kind: TillWarning; words: string }[]
  version: string
}

/** Formats tills in the merchant's time zone. @param now one instant for the whole page */
export async function showTills(
  tills: Till[],
  timeZone: string,
  locale: string,
  now: Date,
): Promise<ShownTill[]> {
  const t = await getTranslations("tills")
  const wordsOf = (kind: TillWarning, till: Till) => {
    if (kind === "quiet") return t("silent")
    if (kind === "backlog") {
      const oldest = till.oldestOfflineAt?.getTime()
      const since = oldest ? formatDuration(Math.max(now.getTime() - oldest, 0), locale) : "none"
      return t("backlog", { count: till.offlineOrders ?? 0, since })
    }
    const skew = till.clockSkewMs ?? 0
    return t("skew", {
      side: skew > 0 ? "ahead" : "behind",
      duration: formatDuration(Math.abs(skew), locale),
    })
  }
  return tills.map((till) => ({
    ref: till.ref,
    name: till.name ?? till.ref,
    location: till.locationName ?? t("nowhere"),
    seen: formatRelative(Math.min(till.lastSeenAt.getTime(), now.getTime()), now, locale),
    seenExactly: formatDateTime(till.lastSeenAt, { locale, timeZone, style: "short" }),
    warnings: till.warnings.map((kind) => ({ kind, words: wordsOf(kind, till) })),
    version: till.appVersion ?? "",
  }))
}
