import { getTranslations } from "next-intl/server"
import type { ReactNode } from "react"
import { Banner } from "@/components/ui/banner"
import { ButtonLink } from "@/components/ui/button"
import { alsoActing, type Ctx, hasRole } from "@/lib/auth/ctx"
import type { Locale } from "@/lib/i18n/locale"
import { explainSync } from "@/lib/orders/explain"
import type { Attempt, OrderDetail } from "@/lib/orders/queries"
import { formatRelative } from "@/lib/time"
import { locationHref } from "../../locations/address"
import { ConnectLink } from "../../settings/connection/connect-link"
import { CorrectOrder } from "./correct-order"
import { ReplayButton } from "./replay-button"

const TONE = {
  waiting_payment: "neutral",
  queued: "neutral",
  sending: "neutral",
  retrying: "warning",
  held: "held",
  failed: "failed",
  skipped: "neutral",
} as const

type Props = { ctx: Ctx; order: OrderDetail; lastAttempt: Attempt | undefined; locale: Locale }

const SOON_MS = 30_000

/** The order's state, what is safe, and the one button that moves it on. Delivered orders need no text. */
export async function Standing({ ctx, order, lastAttempt, locale }: Props) {
  if (order.status === "delivered") return null
  const t = await getTranslations("orders.order")
  const { status } = order
  const why = explainSync(order, locale)
  return (
    <Banner
      tone={TONE[status]}
      title={status === "retrying" || status === "failed" ? t(`why.${status}`) : why}
      action={await fixOf(ctx, order)}
      className="mb-8"
    >
      {status === "retrying" && <p>{await retryingWords(order, lastAttempt, locale)}</p>}
      {status === "failed" && <p>{why}</p>}
      {(status === "held" || status === "failed") && <p>{t(`safe.${status}`)}</p>}
    </Banner>
  )
}

async function retryingWords(order: OrderDetail, lastAttempt: Attempt | undefined, locale: Locale) {
  const [t, tKinds] = await Promise.all([
    getTranslations("orders.order.retrying"),
    getTranslations("orders.errorKinds"),
  ])
  const cause = tKinds(lastAttempt?.errorKind ?? "internal")
  const now = Date.now()
  const next = order.nextAttemptAt?.getTime() ?? now
  return next - now < SOON_MS
    ? t("now", { cause })
    : t("due", { cause, when: formatRelative(next, now, locale) })
}

async function fixOf(ctx: Ctx, order: OrderDetail): Promise<ReactNode> {
  const t = await getTranslations("orders.order")
  const isAllowed = hasRole(ctx, alsoActing("manager"))
  const asks = (what: "map" | "connect" | "replay") => (
    <p className="text-13 text-secondary">{t(`viewer.${what}`)}</p>
  )

  if (order.status === "failed" || order.status === "retrying")
    return isAllowed ? (
      isCorrectable(order) && hasRole(ctx, "manager") ? (
        <div className="flex flex-wrap gap-2">
          <CorrectOrder {...correctable(order)} />
          <ReplayButton id={order.id} orderRef={order.ref} isRetrying={false} isSecond />
        </div>
      ) : (
        <ReplayButton id={order.id} orderRef={order.ref} isRetrying={order.status === "retrying"} />
      )
    ) : (
      asks("replay")
    )
  if (order.status !== "held") return null
  if (order.reason === "location_unmapped" || order.reason === "store_gone")
    return isAllowed ? (
      <ButtonLink
        variant="primary"
        href={locationHref(order.locationId)}
        className="min-w-0 max-w-full shrink"
      >
        <span className="truncate">
          {order.reason === "store_gone" ? t("fix.remap") : t("fix.map", { location: order.locationName })}
        </span>
      </ButtonLink>
    ) : (
      asks("map")
    )
  return hasRole(ctx, "manager") ? (
    <ConnectLink variant="primary">
      {t(order.reason === "connection_revoked" ? "fix.reconnect" : "fix.connect")}
    </ConnectLink>
  ) : (
    asks("connect")
  )
}

const isCorrectable = ({ status, reason, state, body }: OrderDetail) =>
  status === "failed" && reason === "rejected_by_pongo" && state === "paid" && body.lines.length > 0

/** Orders with more lines are corrected at the till. */
const CORRECTABLE_LINES = 50

/** What the correction form needs of the order, without the customer's identity. */
const correctable = ({ id, ref, customer, body, message }: OrderDetail) => ({
  id,
  refusal: message,
  orderRef: ref,
  hasContact: customer !== null && "phone" in customer,
  comment: body.comment ?? "",
  lines: body.lines
    .slice(0, CORRECTABLE_LINES)
    .map(({ sku, name, reward }, line) => ({ line, sku, name, hasReward: reward != null })),
})
