import type { useTranslations } from "next-intl"
import type { getTranslations } from "next-intl/server"
import type { PortalPath } from "@/lib/address"
import type { CheckId, ReportRow } from "@/lib/go-live/schema"
import { formatDateTime } from "@/lib/time"

type Translate =
  | ReturnType<typeof useTranslations<"goLive">>
  | Awaited<ReturnType<typeof getTranslations<"goLive">>>
type Words = (key: string, values?: Record<string, string | number>) => string

type RowWords = {
  title: string
  requirement: string
  state: string
  finding: string
  /** Where the evidence comes from, besides its order: when, at which till, by whom. */
  place: string
  how: string
  link: string
}

/** A row in words. The name of the finding picks the sentence; every check has its own. */
export function rowWords(
  translate: Translate,
  row: ReportRow,
  { locale, timeZone }: { locale: string; timeZone: string },
): RowWords {
  const t = translate as unknown as Words
  const { evidence, requirement, state } = row
  const words = (key: string, values?: Record<string, string | number>) =>
    t(`checks.${row.id}.${key}`, values)
  return {
    title: words("title"),
    requirement:
      requirement === "required"
        ? t("requirement.required")
        : t("requirement.required_if", { condition: words("if") }),
    state: t(`states.${state}`),
    finding: words(row.finding, row.params),
    place: evidence
      ? [
          t("evidence.when", { when: formatDateTime(evidence.at, { locale, timeZone }) }),
          evidence.locationName,
          evidence.till && t("evidence.till", { till: evidence.till }),
          evidence.by && t("evidence.by", { by: evidence.by }),
          state === "rehearsed" && t("evidence.rehearsed"),
        ]
          .filter(Boolean)
          .join(" · ")
      : "",
    how: words("how"),
    link: words("link"),
  }
}

/** The page where each check is fixed. */
export const CHECK_HREF: Record<CheckId, PortalPath> = {
  oauth: "/settings/connection",
  locations: "/locations",
  prompt: "/orders",
  store_slug: "/orders",
  customer: "/orders",
  items: "/orders",
  order_rewards: "/rewards",
  scan: "/tills",
  scan_known: "/customers",
  register: "/customers",
  opt_in: "/customers",
  open_order: "/orders",
  points: "/tills",
  rewards: "/tills",
  redeem: "/rewards",
  refresh: "/rewards",
  reward_product: "/rewards",
  reward_voucher: "/rewards",
  confirm_use: "/rewards",
}
