import { getLocale, getTranslations } from "next-intl/server"
import { Link } from "@/components/link"
import { Badge } from "@/components/ui/badge"
import { StatusBadge } from "@/components/ui/status-badge"
import { cn } from "@/lib/cn"
import type { Alternative } from "@/lib/diagnosis/queries"
import { formatsOf } from "@/lib/merchants/formats"
import type { MerchantSettings } from "@/lib/merchants/queries"
import { diagnosisHref } from "./address"

/** Other orders that may be meant, each a link to its own diagnosis. */
export async function Alternatives({
  orders,
  shownId,
  merchant,
}: {
  orders: Alternative[]
  shownId: string
  merchant: MerchantSettings
}) {
  const [t, tOrders, locale] = await Promise.all([
    getTranslations("diagnosis.alternatives"),
    getTranslations("orders"),
    getLocale(),
  ])
  const { money, moment } = formatsOf(merchant, locale)
  return (
    <ul className="border-t">
      {orders.map((order) => {
        const isShown = order.id === shownId
        return (
          <li key={order.id} className="border-b">
            <Link
              href={diagnosisHref({ kind: "order", id: order.id })}
              scroll={false}
              prefetch={false}
              aria-current={isShown ? "true" : undefined}
              className={cn(
                "-mx-3 block rounded-control px-3 py-2.5 -outline-offset-2 hover:bg-wash",
                isShown && "bg-accent-soft hover:bg-accent-soft",
              )}
            >
              <span className="flex items-center justify-between gap-3">
                <span className="truncate font-medium">
                  {order.ref} {order.isTest && <Badge>{tOrders("test")}</Badge>}
                </span>
                <StatusBadge status={order.status} />
              </span>
              <span className="flex justify-between gap-3 text-13 text-secondary">
                <span className="truncate">
                  {order.locationName} · {moment(order.closedAt)}
                  {isShown && <span className="sr-only">, {t("shown")}</span>}
                </span>
                <span>{money(order.totalCents)}</span>
              </span>
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
