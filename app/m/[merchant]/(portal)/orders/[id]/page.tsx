import { Undo2 } from "lucide-react"
import type { Metadata } from "next"
import { getLocale, getTranslations } from "next-intl/server"
import { Badge } from "@/components/ui/badge"
import { ButtonLink } from "@/components/ui/button"
import { PageHeader, Section } from "@/components/ui/page-header"
import { StatusBadge } from "@/components/ui/status-badge"
import { alsoActing, type Ctx, hasRole } from "@/lib/auth/ctx"
import { requireMember } from "@/lib/auth/session"
import { getMerchant } from "@/lib/merchants/queries"
import { formatMoney } from "@/lib/money"
import { listPastHolds } from "@/lib/orders/hold-history"
import { getOrderLoyalty } from "@/lib/orders/order-loyalty"
import { type Attempt, listAttempts, type OrderDetail } from "@/lib/orders/queries"
import { formatDateTime } from "@/lib/time"
import { LiveRefresh } from "../../live-refresh"
import { requireOrder } from "../../records"
import { Facts } from "./facts"
import { Journey } from "./journey"
import { Lines } from "./lines"
import { Loyalty } from "./loyalty"
import { Standing } from "./standing"
import { VerifyButton } from "./verify-button"
import { Warnings } from "./warnings"

export async function generateMetadata({
  params,
}: PageProps<"/m/[merchant]/orders/[id]">): Promise<Metadata> {
  const [t, order] = await Promise.all([getTranslations("orders.order"), requireOrder(params)])
  return { title: t("title", { ref: order.ref }) }
}

export default async function OrderPage({ params }: PageProps<"/m/[merchant]/orders/[id]">) {
  const { id } = await params
  const [ctx, order] = await Promise.all([requireMember(params), requireOrder(params)])
  const attemptsPromise = listAttempts(ctx, id)
  const [t, tOrders, tWhy, locale, merchant, attempts, loyalty, waits] = await Promise.all([
    getTranslations("orders.order"),
    getTranslations("orders"),
    getTranslations("diagnosis"),
    getLocale(),
    getMerchant(ctx),
    attemptsPromise,
    getOrderLoyalty(ctx, id),
    attemptsPromise.then((made) => waitsOfOrder(ctx, order, made.at(-1))),
  ])
  const reversal = reversalOf(order)
  const isFinal = order.status === "delivered" || order.status === "skipped"

  return (
    <>
      {!isFinal && <LiveRefresh />}
      <PageHeader
        back={{ href: "/orders", label: t("back") }}
        title={<span className="wrap-anywhere">{t("title", { ref: order.ref })}</span>}
        action={
          <>
            {order.status === "delivered" &&
              order.state === "paid" &&
              hasRole(ctx, alsoActing("manager")) && <VerifyButton id={order.id} />}
            <ButtonLink href={`/why-no-points?order=${order.id}`}>{tWhy("title")}</ButtonLink>
          </>
        }
        meta={
          <>
            <StatusBadge status={order.status} />
            {reversal && <Badge icon={Undo2}>{t(`reversals.${reversal}`)}</Badge>}
            {order.isTest && <Badge>{tOrders("test")}</Badge>}
          </>
        }
        sentence={t("summary", {
          amount: formatMoney(order.totalCents, merchant.currency, locale),
          location: order.locationName,
          closedAt: formatDateTime(order.closedAt, { locale, timeZone: merchant.timeZone }),
        })}
      />
      {order.isTest && <p className="-mt-3 mb-6 text-secondary">{t("test")}</p>}
      <Standing ctx={ctx} order={order} lastAttempt={attempts.at(-1)} locale={locale} />
      <div className="grid gap-x-12 gap-y-10 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="min-w-0">
          <Section title={t("timeline.title")}>
            <Journey
              order={order}
              attempts={attempts}
              waits={waits}
              timeZone={merchant.timeZone}
              locale={locale}
            />
          </Section>
          <Section title={t("lines.title")}>
            {order.body.lines.length > 0 ? (
              <Lines
                lines={order.body.lines}
                totalCents={order.totalCents}
                currency={merchant.currency}
                locale={locale}
              />
            ) : (
              <p className="border-t py-3 text-secondary">{t("lines.removed")}</p>
            )}
          </Section>
        </div>
        <div className="min-w-0">
          <Section title={t("loyalty.title")}>
            <Loyalty order={order} loyalty={loyalty} merchant={merchant} locale={locale} />
          </Section>
          <Section title={t("facts.title")}>
            <Warnings warnings={order.warnings} />
            <Facts order={order} merchant={merchant} locale={locale} />
          </Section>
        </div>
      </div>
    </>
  )
}

/** What the till took back of an order, which does not change what was sent. */
function reversalOf({ state, refundedCents }: OrderDetail) {
  if (state === "cancelled" || state === "refunded") return state
  return refundedCents ? "partlyRefunded" : null
}

/** Holds between the order's payment and its end. */
async function waitsOfOrder(ctx: Ctx, order: OrderDetail, lastAttempt: Attempt | undefined) {
  const paid = order.events.find(({ kind }) => kind === "payment_paid")
  if (order.state === "paid_elsewhere" || (!paid && order.status === "waiting_payment")) return []
  const isOver = order.status === "failed" || order.status === "skipped"
  const until = order.deliveredAt ?? (isOver ? (lastAttempt?.startedAt ?? order.receivedAt) : new Date())
  return listPastHolds(ctx, { locationId: order.locationId, from: paid?.at ?? order.receivedAt, until })
}
