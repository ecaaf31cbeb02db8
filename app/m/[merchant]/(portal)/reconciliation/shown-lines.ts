import { getTranslations } from "next-intl/server"
import type { MerchantSettings } from "@/lib/merchants/queries"
import { formatMoney } from "@/lib/money"
import {
  type Figures,
  isSame,
  isWhole,
  missingAtPongo,
  posGap,
  sumFigures,
  type Tally,
} from "@/lib/reconciliation/figures"
import type { DayLine } from "@/lib/reconciliation/queries"
import type { ShownLine } from "./columns"
import type { DayState } from "./day-badge"

/** Locations named in one row of the table of days. */
const NAMED = 3

export const stateOf = (lines: readonly DayLine[], isOver: boolean): DayState =>
  !isOver ? "open" : lines.every(isWhole) ? "whole" : "gap"

/** The sum of the POS reports; null if there are none. */
export function reportedOf(lines: readonly Pick<DayLine, "reported">[]): Tally | null {
  const told = lines.flatMap(({ reported }) => reported ?? [])
  return told.length === 0
    ? null
    : told.reduce((sum, { orders, cents }) => ({ orders: sum.orders + orders, cents: sum.cents + cents }))
}

export const hasChanged = ({ figures, closed }: DayLine): boolean =>
  closed !== null && !isSame(figures, closed.figures)

/** Orders and amount missing at Pongo, summed over these lines. */
export const missingOf = (lines: readonly DayLine[]): Tally =>
  lines
    .map(missingAtPongo)
    .reduce((sum, { orders, cents }) => ({ orders: sum.orders + orders, cents: sum.cents + cents }), {
      orders: 0,
      cents: 0,
    })

/** Formats table rows in the merchant's currency. */
export async function lineWriter(merchant: MerchantSettings, locale: string) {
  const t = await getTranslations("reconciliation.words")

  const causes = (figures: Figures, reported: Tally | null): string => {
    const underWay = figures.queued.orders + figures.retrying.orders
    const pos = posGap(figures.paid, reported)
    return [
      figures.held.orders > 0 && t("held", { count: figures.held.orders }),
      underWay > 0 && t("underWay", { count: underWay }),
      figures.replayable.orders > 0 && t("failed", { count: figures.replayable.orders }),
      pos && pos.orders > 0 && t("posMore", { count: pos.orders }),
      pos && pos.orders < 0 && t("posLess", { count: -pos.orders }),
      pos && pos.orders === 0 && pos.cents !== 0 && t("posAmount"),
    ]
      .filter(Boolean)
      .join(", ")
  }
  const wordsOf = (lines: readonly DayLine[], withNames: boolean): string => {
    const worstFirst = lines.toSorted((a, b) => missingAtPongo(b).orders - missingAtPongo(a).orders)
    const told = worstFirst.flatMap(({ figures, reported, locationName }) => {
      const what = causes(figures, reported)
      return what ? [withNames ? t("at", { location: locationName, what }) : what] : []
    })
    return [
      ...told.slice(0, NAMED),
      told.length > NAMED && t("more", { count: told.length - NAMED }),
      lines.some(hasChanged) && t("changed"),
    ]
      .filter(Boolean)
      .join(" · ")
  }

  return (
    about: Pick<ShownLine, "id" | "href" | "name">,
    lines: readonly DayLine[],
    { isOver, withNames }: { isOver: boolean; withNames: boolean },
  ): ShownLine => {
    const figures = sumFigures(lines.map((line) => line.figures))
    const reported = reportedOf(lines)
    return {
      ...about,
      received: figures.received.orders,
      paid: figures.paid.orders,
      amount: formatMoney(figures.paid.cents, merchant.currency, locale),
      sent: figures.sent.orders,
      accepted: figures.accepted.orders,
      skipped: figures.skipped.orders,
      reported: reported ? String(reported.orders) : "",
      missing: missingOf(lines).orders,
      words: wordsOf(lines, withNames),
      state: stateOf(lines, isOver),
    }
  }
}
