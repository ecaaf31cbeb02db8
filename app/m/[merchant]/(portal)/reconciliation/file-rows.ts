import { getTranslations } from "next-intl/server"
import type { Ctx } from "@/lib/auth/ctx"
import type { MerchantSettings } from "@/lib/merchants/queries"
import { currencyDigits, plainMoney } from "@/lib/money"
import { addDays } from "@/lib/reconciliation/business-day"
import { missingAtPongo } from "@/lib/reconciliation/figures"
import {
  DAY_ORDERS_PIECE,
  type DayLine,
  type DayOrder,
  daysOfMonth,
  listDayLines,
  listDayOrders,
} from "@/lib/reconciliation/queries"
import { formatDateTime } from "@/lib/time"

/**
 * The accountant's file of a month: one row per day and location, oldest first, then by name, with amounts that a
 * spreadsheet can add up. Reads one day at a time.
 */
export async function monthRows(
  ctx: Ctx,
  month: string,
  merchant: MerchantSettings,
  locale: string,
): Promise<AsyncGenerator<string[][]>> {
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
  const cells = (line: DayLine) => {
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
  }
  async function* pieces() {
    yield [header]
    const { from, to } = daysOfMonth(month)
    for (let day = from; day <= to; day = addDays(day, 1)) {
      const lines = await listDayLines(ctx, { from: day, to: day })
      if (lines.length > 0) yield lines.map(cells)
    }
  }
  return pieces()
}

/** The accountant's file of a day: one row per order. */
export async function dayRows(
  ctx: Ctx,
  day: string,
  merchant: MerchantSettings,
  locale: string,
): Promise<AsyncGenerator<string[][]>> {
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
  const cells = (order: DayOrder) => [
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
  ]
  async function* pieces() {
    yield [header]
    for (let last: DayOrder | undefined; ; ) {
      const orders = await listDayOrders(ctx, day, last)
      if (orders.length > 0) yield orders.map(cells)
      if (orders.length < DAY_ORDERS_PIECE) return
      last = orders.at(-1)
    }
  }
  return pieces()
}

function writers({ currency, timeZone }: MerchantSettings, locale: string) {
  const digits = currencyDigits(currency)
  return {
    money: (cents: number) => plainMoney(cents, digits, locale),
    moment: (date: Date) => formatDateTime(date, { locale, timeZone, style: "precise" }),
  }
}
