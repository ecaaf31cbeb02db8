import { getTranslations } from "next-intl/server"
import type { MerchantSettings } from "@/lib/merchants/queries"
import { missingAtPongo } from "@/lib/reconciliation/figures"
import type { DayLine, DayOrder } from "@/lib/reconciliation/queries"
import { formatDateTime } from "@/lib/time"

/** A month as an accountant's file: one line a day and location, oldest first, amounts a spreadsheet can add up. */
export async function monthRows(
  lines: readonly DayLine[],
  merchant: MerchantSettings,
  locale: string,
): Promise<string[][]> {
  const [t, tColumns] = await Promise.all([
    getTranslations("reconciliation.file"),
    getTranslations("reconciliation.columns"),
  ])
  const { money, moment } = writers(merchant, locale)
  const header = [
    t("day"),
    t("location"),
    tColumns("received"),
    tColumns("paid"),
    t("paidCents"),
    tColumns("sent"),
    tColumns("accepted"),
    t("acceptedCents"),
    tColumns("skipped"),
    tColumns("waiting"),
    tColumns("failed"),
    tColumns("missing"),
    t("gapCents"),
    t("reportedOrders"),
    t("reportedCents"),
    t("closedAt"),
  ]
  const rows = [...lines].reverse().map((line) => {
    const { figures, reported, closed } = line
    const missing = missingAtPongo(line)
    const waiting = figures.held.orders + figures.queued.orders + figures.retrying.orders
    return [
      line.day,
      line.locationName,
      String(figures.received.orders),
      String(figures.paid.orders),
      money(figures.paid.cents),
      String(figures.sent.orders),
      String(figures.accepted.orders),
      money(figures.accepted.cents),
      String(figures.skipped.orders),
      String(waiting),
      String(figures.failed.orders),
      String(missing.orders),
      money(missing.cents),
      reported ? String(reported.orders) : "",
      reported ? money(reported.cents) : "",
      closed ? moment(closed.at) : "",
    ]
  })
  return [header, ...rows]
}

/** A day as a file, order by order. */
export async function dayRows(
  orders: readonly DayOrder[],
  merchant: MerchantSettings,
  locale: string,
): Promise<string[][]> {
  const [t, tStatus, tReasons] = await Promise.all([
    getTranslations("reconciliation.file"),
    getTranslations("status"),
    getTranslations("orders.reasons"),
  ])
  const { money, moment } = writers(merchant, locale)
  const header = (
    [
      "ref",
      "location",
      "till",
      "orderClosedAt",
      "amount",
      "isPaid",
      "status",
      "reason",
      "pongoRef",
      "deliveredAt",
    ] as const
  ).map((name) => t(name))
  const rows = orders.map((order) => [
    order.ref,
    order.locationName,
    order.tillName ?? "",
    moment(order.closedAt),
    money(order.totalCents),
    t(order.isPaid ? "yes" : "no"),
    tStatus(order.status),
    order.reason ? tReasons(order.reason) : "",
    order.pongoOrderRef ?? "",
    order.deliveredAt ? moment(order.deliveredAt) : "",
  ])
  return [header, ...rows]
}

function writers({ currency, timeZone }: MerchantSettings, locale: string) {
  const digits = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions()
    .maximumFractionDigits
  return {
    /** No currency sign and no spaces: a number to a spreadsheet of that language. */
    money: (cents: number) => {
      const text = (cents / 10 ** (digits ?? 2)).toFixed(digits)
      return locale === "fr" ? text.replace(".", ",") : text
    },
    moment: (date: Date) => formatDateTime(date, { locale, timeZone, style: "precise" }),
  }
}
