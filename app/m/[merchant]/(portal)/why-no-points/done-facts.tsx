import { getLocale, getTranslations } from "next-intl/server"
import type { ReactNode } from "react"
import { Link as PageLink } from "@/components/link"
import type { MaskedCustomer } from "@/lib/customers/list"
import type { Link } from "@/lib/diagnosis/diagnose"
import type { DiagnosedOrder } from "@/lib/diagnosis/queries"
import { formatsOf } from "@/lib/merchants/formats"
import type { MerchantSettings } from "@/lib/merchants/queries"

/** A short detail for each finished link: who, when, where. */
export async function doneFacts(
  order: DiagnosedOrder | null,
  customer: MaskedCustomer | null,
  merchant: MerchantSettings,
): Promise<Partial<Record<Link, ReactNode>>> {
  const [t, locale] = await Promise.all([getTranslations("diagnosis.facts"), getLocale()])
  const { money, moment } = formatsOf(merchant, locale)
  const who = customer ? (
    <PageLink href={`/customers/${customer.id}`} className="text-accent underline-offset-2 hover:underline">
      {[customer.name ?? t("unnamed"), customer.phone].filter(Boolean).join(" · ")}
    </PageLink>
  ) : (
    t("named")
  )
  const known = (
    <>
      {who}
      {customer && <> · {t("points", { points: customer.points, at: moment(customer.asOf) })}</>}
    </>
  )
  if (!order) return { customer_known: known }
  const received = { ref: order.ref, at: moment(order.receivedAt) }
  return {
    customer_known: known,
    order_received: (
      <PageLink href={`/orders/${order.id}`} className="text-accent underline-offset-2 hover:underline">
        {order.tillName ? t("receivedFrom", { ...received, till: order.tillName }) : t("received", received)}
      </PageLink>
    ),
    paid: t("paid", {
      amount: money(order.totalCents),
      at: moment(order.paidAt ?? order.closedAt),
    }),
    customer_attached: t("attached"),
    location_mapped: t("mapped", {
      location: order.locationName,
      store: order.storeName ?? order.storeSlug ?? "",
    }),
    connection_alive: t("connected"),
    sent: order.attempts > 0 ? t("attempts", { count: order.attempts }) : null,
    accepted: order.deliveredAt ? t("accepted", { at: moment(order.deliveredAt) }) : null,
  }
}
