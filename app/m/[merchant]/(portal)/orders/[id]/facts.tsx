import { getTranslations } from "next-intl/server"
import { CopyButton } from "@/components/ui/copy-button"
import { DefinitionList } from "@/components/ui/definition-list"
import type { MerchantSettings } from "@/lib/merchants/queries"
import { formatMoney } from "@/lib/money"
import type { OrderDetail } from "@/lib/orders/queries"
import { formatDateTime } from "@/lib/time"

/** Payment methods with a translation. A POS may send any other. */
const NAMED_METHODS = ["card", "cash", "meal_voucher", "online"] as const
const isNamed = (method: string): method is (typeof NAMED_METHODS)[number] =>
  (NAMED_METHODS as readonly string[]).includes(method)

type Props = { order: OrderDetail; merchant: MerchantSettings; locale: string }

/** The order's facts, except its items and its customer. */
export async function Facts({ order, merchant, locale }: Props) {
  const t = await getTranslations("orders.order.facts")
  const money = (cents: number) => formatMoney(cents, merchant.currency, locale)
  const moment = (date: Date) =>
    formatDateTime(date, { locale, timeZone: merchant.timeZone, style: "precise" })
  const methodOf = (method: string) => (isNamed(method) ? t(`methods.${method}`) : method)
  const { body } = order
  const items = [
    ...(order.externalRef ? [{ term: t("externalRef"), value: order.externalRef }] : []),
    ...(order.refundedCents ? [{ term: t("refunded"), value: money(order.refundedCents) }] : []),
    { term: t("location"), value: order.locationName },
    { term: t("store"), value: order.storeSlug ?? t("noStore"), mono: order.storeSlug !== null },
    { term: t("till"), value: order.tillName ?? t("unknown") },
    { term: t("closed"), value: moment(order.closedAt) },
    { term: t("received"), value: moment(order.receivedAt) },
    ...(order.paidAt ? [{ term: t("paid"), value: moment(order.paidAt) }] : []),
    // Retention clears an order's content, payments included, once its items are gone.
    ...(body.lines.length === 0
      ? []
      : [
          {
            term: t("payments"),
            value: body.payments?.length
              ? body.payments.map((payment, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: payments have no other identity
                  <p key={index}>
                    {methodOf(payment.method)} {money(payment.amount_cents)}
                  </p>
                ))
              : t("none"),
          },
        ]),
    ...(body.tax_cents == null ? [] : [{ term: t("tax"), value: money(body.tax_cents) }]),
    ...(body.channel ? [{ term: t("channel"), value: t(`channels.${body.channel}`) }] : []),
    ...(body.delivery_mode ? [{ term: t("mode"), value: t(`modes.${body.delivery_mode}`) }] : []),
    ...(body.comment ? [{ term: t("comment"), value: body.comment }] : []),
    ...(order.apiKeyName ? [{ term: t("key"), value: order.apiKeyName }] : []),
    {
      term: t("pongoRef"),
      value: (
        <span className="flex items-center gap-1">
          <span className="min-w-0 truncate">{order.id}</span>
          <CopyButton value={order.id} />
        </span>
      ),
      mono: true,
    },
  ]
  return <DefinitionList items={items} />
}
