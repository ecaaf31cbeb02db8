import type { Metadata } from "next"
import { getLocale, getTranslations } from "next-intl/server"
import { PageHeader, Section } from "@/components/ui/page-header"
import { requireMember } from "@/lib/auth/session"
import { getMerchant } from "@/lib/merchants/queries"
import { FAILED_SHOWN, listFailedAgain } from "@/lib/replays/queries"
import { LiveRefresh } from "../../live-refresh"
import { showOrders } from "../../orders/order-rows"
import { OrdersTable } from "../../orders/orders-table"
import { requireReplay } from "../../records"
import { ReplayStateBadge } from "../state-badge"
import { PlanNumbers } from "./numbers"
import { PlanForm } from "./plan-form"
import { Progress } from "./progress"
import { Headline, Result } from "./result"
import { Standing } from "./standing"
import { Story } from "./story"

export async function generateMetadata({
  params,
}: PageProps<"/m/[merchant]/replays/[id]">): Promise<Metadata> {
  const [t, replay] = await Promise.all([getTranslations("replays"), requireReplay(params)])
  return { title: replay.name ?? t("unnamed", { kind: replay.kind }) }
}

export default async function ReplayPage({ params }: PageProps<"/m/[merchant]/replays/[id]">) {
  const { id } = await params
  const [ctx, replay] = await Promise.all([requireMember(params), requireReplay(params)])
  const [t, locale, merchant, failed] = await Promise.all([
    getTranslations("replays"),
    getLocale(),
    getMerchant(ctx),
    listFailedAgain(ctx, id),
  ])
  const { kind, state } = replay
  const { timeZone, currency } = merchant
  const isOver = state === "done" || state === "cancelled" || state === "expired"
  const isArriving = isOver && replay.standing.onTheirWay > 0
  const isLive = ["awaiting_approval", "scheduled", "running"].includes(state) || isArriving

  return (
    <>
      {isLive && <LiveRefresh />}
      <PageHeader
        back={{ href: "/replays", label: t("back") }}
        title={replay.name ?? t("unnamed", { kind })}
        meta={<ReplayStateBadge state={state} />}
      />
      <Standing ctx={ctx} replay={replay} timeZone={timeZone} />
      {(state === "running" || isArriving) && <Progress ctx={ctx} replay={replay} />}
      {isOver && !isArriving && <Headline replay={replay} />}
      {!isOver && state !== "running" && <PlanNumbers replay={replay} currency={currency} />}
      {state === "planned" && <PlanForm ctx={ctx} replay={replay} timeZone={timeZone} />}
      {(isOver || state === "running") && (
        <Section title={t("result.title")}>
          <Result replay={replay} currency={currency} />
        </Section>
      )}
      {failed.length > 0 && (
        <Section title={t("result.failedTitle", { kind })} sentence={t("result.failedSentence", { kind })}>
          <OrdersTable rows={await showOrders(failed, merchant, locale)} empty={null} short />
          {failed.length === FAILED_SHOWN && (
            <p className="py-3 text-13 text-secondary">{t("result.failedMore", { count: FAILED_SHOWN })}</p>
          )}
        </Section>
      )}
      {replay.confirmedAt && (
        <Section title={t("story.title")}>
          <Story replay={replay} timeZone={timeZone} />
        </Section>
      )}
    </>
  )
}
