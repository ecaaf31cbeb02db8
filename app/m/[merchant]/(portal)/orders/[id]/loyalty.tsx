import { getTranslations } from "next-intl/server"
import { Link } from "@/components/link"
import { DefinitionList } from "@/components/ui/definition-list"
import type { MerchantSettings } from "@/lib/merchants/queries"
import type { OrderLoyalty, OrderReward } from "@/lib/orders/order-loyalty"
import type { OrderDetail } from "@/lib/orders/queries"
import type { OrderCustomer } from "@/lib/orders/schema"
import { maskEmail, maskPhone } from "@/lib/phone"
import { formatDateTime } from "@/lib/time"

type Props = { order: OrderDetail; loyalty: OrderLoyalty; merchant: MerchantSettings; locale: string }

/** The loyalty side of the order: whose points it earned, and which rewards it used. */
export async function Loyalty({ order, loyalty, merchant, locale }: Props) {
  const t = await getTranslations("orders.order.loyalty")
  const { customer } = loyalty
  const isReversed = order.state === "cancelled" || order.state === "refunded"
  const has = (event: string) => order.events.some(({ kind }) => kind === event)
  const isAtPongo = order.status === "delivered" && !has("never_at_pongo")
  const hasCustomer = customer !== null || order.customer !== null
  const moment = (date: Date, style: "medium" | "date") =>
    formatDateTime(date, { locale, timeZone: merchant.timeZone, style })
  const onOrder =
    loyalty.rewards.length > 0
      ? loyalty.rewards.map(rewardLine)
      : namedOnLines().map((name) => ({ name, words: stateOf() }))
  const rewards = [...onOrder, ...leftOut()]

  const items = [
    {
      term: t("customer"),
      value: hasCustomer ? <Customer id={customer?.id} customer={order.customer} /> : t("none"),
    },
    ...(hasCustomer ? [{ term: t("earned"), value: earned() }] : []),
    ...(customer
      ? [
          {
            term: t("points"),
            value:
              customer.points === null || !customer.asOf
                ? t("balanceUnknown")
                : t("balance", { points: customer.points, when: moment(customer.asOf, "medium") }),
          },
        ]
      : []),
    {
      term: t("rewards"),
      value:
        rewards.length === 0
          ? t("noRewards")
          : rewards.map(({ name, words }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same reward may be used twice
              <p key={index}>
                {name}
                <span className="block text-13 text-secondary">{words}</span>
              </p>
            )),
    },
  ]
  return <DefinitionList items={items} />

  function earned() {
    const { reversal, status } = order
    if (reversal?.pointsAfter != null)
      return reversal.pointsBefore === null
        ? t("earnedWords.takenBackPlain", { after: reversal.pointsAfter })
        : t("earnedWords.takenBack", { before: reversal.pointsBefore, after: reversal.pointsAfter })
    if (isReversed && isAtPongo) return t(`earnedWords.${has("pongo_told") ? "refunded" : "asked"}`)
    if (isReversed) return t("earnedWords.never")
    if (status === "delivered") return t("earnedWords.delivered")
    return t(`earnedWords.${status === "skipped" ? "never" : "pending"}`)
  }

  function rewardLine({ rewardId, hash, name, state, points, boughtAt }: OrderReward) {
    const bought =
      boughtAt &&
      (points === null
        ? t("boughtPlain", { when: moment(boughtAt, "date") })
        : t("bought", { points, when: moment(boughtAt, "date") }))
    return { name: name ?? rewardId, words: [stateOf(state, hash), bought].filter(Boolean).join(", ") }
  }

  /** After the reversal of a sent order, Pongo's state of the reward counts. */
  function stateOf(state?: OrderReward["state"], hash?: string) {
    if (isReversed && order.reversal) {
      const said = order.reversal.rewards.find((reward) => reward.hash === hash)
      return t(`state.${said?.outcome ?? "unknown"}`)
    }
    if (isReversed && isAtPongo) return t("state.asked")
    if (state === "locked" || (isReversed && state !== "used")) return t("state.returned")
    return t(order.status === "delivered" || state === "used" ? "state.used" : "state.reserved")
  }

  function leftOut() {
    const { system = "", rewards = [] } = order.removedRewards ?? {}
    return rewards.map(({ name }) => ({ name, words: t("state.removed", { system }) }))
  }

  /** For orders that predate reward holds. */
  function namedOnLines() {
    return order.body.lines.filter((line) => line.reward).map((line) => line.name)
  }
}

/** Masked on the server. Authorised people see more on the customer's page. */
async function Customer({ id, customer }: { id: string | undefined; customer: OrderCustomer | null }) {
  const [t, tFacts] = await Promise.all([
    getTranslations("orders.order.loyalty"),
    getTranslations("orders.order.facts"),
  ])
  const told = customer && "phone" in customer ? customer : null
  const initial = [...(told?.last_name?.trim() ?? "")][0]
  const name = [told?.first_name, initial && `${initial}.`].filter(Boolean).join(" ")
  return (
    <>
      {name && <p>{name}</p>}
      {told && <p>{maskPhone(told.phone)}</p>}
      {told?.email && <p>{maskEmail(told.email)}</p>}
      {id ? (
        <Link
          href={`/customers/${id}`}
          className="break-all font-mono text-13 text-accent underline-offset-2 hover:underline"
        >
          {id}
        </Link>
      ) : (
        <p className="text-13 text-secondary">{t("unknown")}</p>
      )}
      {told?.opt_in && (
        <p className="text-13 text-secondary">
          {tFacts("optIn", {
            sms: told.opt_in.sms ? "yes" : "no",
            email: told.opt_in.email ? "yes" : "no",
          })}
        </p>
      )}
    </>
  )
}
