import { getTranslations } from "next-intl/server"
import { DefinitionList } from "@/components/ui/definition-list"
import type { ReplayDetail } from "@/lib/replays/queries"
import { numbersOf, skipList } from "./numbers"

/** The outcome in one sentence, once no order is in progress. */
export async function Headline({ replay }: { replay: ReplayDetail }) {
  const t = await getTranslations("replays.result.headline")
  const { kind, sentOrders: sent, standing, arrivedOrders, unverifiedOrders } = replay
  const delivered = kind === "verify" ? sent - unverifiedOrders : standing.delivered
  // Its orders are past the log's retention: only the counts remain.
  const isForgotten = kind === "send" && sent > 0 && Object.values(standing).every((count) => count === 0)
  if (isForgotten) return null
  return (
    <p className="mb-8 max-w-prose text-20 text-balance">
      {t(kind, { sent, delivered, missing: sent - delivered, arrived: arrivedOrders })}
    </p>
  )
}

/** What was planned, what happened, and where the orders stand now. */
export async function Result({ replay, currency }: { replay: ReplayDetail; currency: string }) {
  const t = await getTranslations("replays")
  const { kind, standing } = replay
  const late = replay.skips.filter(({ isLate }) => isLate)
  const planned = replay.skips.filter(({ isLate }) => !isLate)
  const left = replay.state === "cancelled" ? replay.orders - replay.sentOrders - replay.skippedOrders : 0
  const count = (orders: number) => t("plan.orders", { count: orders })
  const sent = {
    orders: replay.sentOrders,
    customers: replay.sentCustomers ?? 0,
    totalCents: replay.sentCents,
  }
  const some = (term: string, orders: number) => (orders > 0 ? [{ term, value: count(orders) }] : [])

  const outcomes =
    kind === "verify"
      ? [
          ...some(t("result.confirmed"), replay.sentOrders - replay.arrivedOrders - replay.unverifiedOrders),
          ...some(t("result.arrived"), replay.arrivedOrders),
          ...some(t("result.unverified"), replay.unverifiedOrders),
        ]
      : [
          ...some(t("result.delivered"), standing.delivered),
          ...some(t("result.onTheirWay"), standing.onTheirWay),
          ...some(t("result.held"), standing.held),
          ...some(t("result.failed"), standing.failed),
        ]

  return (
    <DefinitionList
      items={[
        { term: t("result.planned"), value: await numbersOf(replay, currency) },
        ...(planned.length ? [{ term: t("result.plannedSkips"), value: await skipList(planned) }] : []),
        {
          term: t("result.sent", { kind }),
          value: replay.sentCustomers === null ? count(replay.sentOrders) : await numbersOf(sent, currency),
        },
        ...(late.length ? [{ term: t("result.late"), value: await skipList(late) }] : []),
        ...(left > 0 ? [{ term: t("result.left"), value: `${count(left)}. ${t("result.leftNote")}` }] : []),
        ...outcomes,
      ]}
    />
  )
}
