import { getLocale, getTranslations } from "next-intl/server"
import { titled } from "@/app/titled"
import { Banner } from "@/components/ui/banner"
import { ButtonLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { PageHeader, Section } from "@/components/ui/page-header"
import { hasRole } from "@/lib/auth/ctx"
import { requireMember } from "@/lib/auth/session"
import { getMerchant } from "@/lib/merchants/queries"
import { countReplaysToApprove, getApprovalThreshold, listReplays, type Replay } from "@/lib/replays/queries"
import { replayHistory, UNDO_SECONDS } from "@/lib/replays/schema"
import { formatDateTime } from "@/lib/time"
import { LiveRefresh } from "../../live-refresh"
import { OrdersTabs } from "../../orders/orders-tabs"
import { ReplaysTable } from "../replays-table"
import { ThresholdForm } from "../threshold-form"

export const generateMetadata = titled("replays.title")

export default async function ReplaysPage({ params, searchParams }: PageProps<"/m/[merchant]/replays">) {
  const ctx = await requireMember(params)
  const { before } = replayHistory.parse(await searchParams)
  const [t, tOrders, locale, merchant, page, toApprove, threshold] = await Promise.all([
    getTranslations("replays"),
    getTranslations("orders"),
    getLocale(),
    getMerchant(ctx),
    listReplays(ctx, { before }),
    countReplaysToApprove(ctx),
    getApprovalThreshold(ctx),
  ])
  const rows = page.rows.map((replay) => ({
    id: replay.id,
    name: replay.name ?? t("unnamed", { kind: replay.kind }),
    orders: ordersOf(replay, t),
    state: replay.state,
    by: replay.plannedBy,
    at: formatDateTime(replay.plannedAt, { locale, timeZone: merchant.timeZone, style: "short" }),
  }))
  const minutes = UNDO_SECONDS / 60

  return (
    <>
      <PageHeader title={tOrders("title")} />
      <OrdersTabs active="replays" />
      <LiveRefresh />
      <p className="mb-4 max-w-prose text-pretty text-secondary">{t("sentence")}</p>
      {toApprove > 0 && (
        <Banner tone="held" title={t("toApprove.title", { count: toApprove })} className="mb-6">
          {t("toApprove.body")}
        </Banner>
      )}
      <ReplaysTable rows={rows} empty={<NoReplays />} />
      {(before || page.next) && (
        <nav className="flex justify-end gap-2 py-3">
          {before && (
            <ButtonLink size="small" href="/replays">
              {t("newest")}
            </ButtonLink>
          )}
          {page.next && (
            <ButtonLink size="small" href={`/replays?before=${page.next}`}>
              {t("older")}
            </ButtonLink>
          )}
        </nav>
      )}
      <div className="mt-12">
        <Section title={t("threshold.title")} sentence={t("threshold.sentence", { minutes })}>
          {hasRole(ctx, "owner") ? (
            <ThresholdForm key={threshold} threshold={threshold} />
          ) : (
            <p>{t("threshold.whoMay", { threshold })}</p>
          )}
        </Section>
      </div>
    </>
  )
}

/** The number of orders in a plan; for a replay that ran, sent out of planned. */
function ordersOf(
  { state, orders, sentOrders }: Replay,
  t: Awaited<ReturnType<typeof getTranslations<"replays">>>,
) {
  const hasRun = state === "running" || state === "done" || state === "cancelled"
  return hasRun ? t("progress", { sent: sentOrders, orders }) : t("plan.orders", { count: orders })
}

async function NoReplays() {
  const t = await getTranslations("replays.empty")
  return (
    <EmptyState
      title={t("title")}
      action={
        <ButtonLink variant="primary" href="/orders?status=failed">
          {t("action")}
        </ButtonLink>
      }
    >
      {t("body")}
    </EmptyState>
  )
}
