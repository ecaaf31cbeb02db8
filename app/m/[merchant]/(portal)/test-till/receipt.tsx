"use client"
import { useLocale, useTranslations } from "next-intl"
import { Banner } from "@/components/ui/banner"
import { Button } from "@/components/ui/button"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import { formatMoney } from "@/lib/money"
import type { OrderAnswer } from "@/lib/orders/schema"
import { Await } from "./await"
import { Journey } from "./journey"
import { RefundDialog } from "./refund-dialog"
import { Refused } from "./refused"
import { Reversal } from "./reversal"
import { TicketLines } from "./ticket-lines"
import { useCall } from "./use-call"
import type { Order } from "./use-order"
import type { Rewards } from "./use-rewards"
import type { OpenTicket } from "./use-ticket"

/** A ticket that was handed over: what the cashier does now, how it travels to Pongo, and what it held. */
export function Receipt({
  open,
  order,
  rewards,
  money,
}: {
  open: OpenTicket
  order: Order
  rewards: Rewards
  money: { currency: string; timeZone: string }
}) {
  const answer = open.ticket.order!
  return (
    <div className="grid max-w-prose gap-5">
      {answer.reward_prompt && <Banner tone="warning">{answer.reward_prompt.message}</Banner>}
      {open.step === "done" ? (
        <Done answer={answer} order={order} rewards={rewards} money={money} />
      ) : (
        <Await answer={answer} open={open} order={order} rewards={rewards} />
      )}
      <Journey answer={answer} refresh={order.refresh} />
      {answer.reversal && <Reversal reversal={answer.reversal} />}
      <div>
        <TicketLines open={open} money={money} />
        <Totals answer={answer} money={money} />
      </div>
    </div>
  )
}

/** The total, and what was given back of it. */
function Totals({ answer, money: { currency } }: { answer: OrderAnswer; money: { currency: string } }) {
  const t = useTranslations("testTill.receipt")
  const locale = useLocale()
  const { state, total_cents, refunded_cents } = answer
  return (
    <dl className="mt-3 grid grid-cols-[1fr_auto] gap-y-1 [&_dd]:text-right">
      <dt className="font-medium">{t("total")}</dt>
      <dd className="font-medium">{formatMoney(total_cents, currency, locale)}</dd>
      {(state === "cancelled" || refunded_cents > 0) && (
        <>
          <dt className="text-secondary">{t(state === "cancelled" ? "cancelled" : "refunded")}</dt>
          <dd className="text-secondary">
            {formatMoney(state === "cancelled" ? total_cents : refunded_cents, currency, locale)}
          </dd>
        </>
      )}
    </dl>
  )
}

/** The next ticket, or taking this one back. */
function Done({
  answer,
  order,
  rewards,
  money,
}: {
  answer: OrderAnswer
  order: Order
  rewards: Rewards
  money: { currency: string }
}) {
  const t = useTranslations("testTill.receipt")
  const { isBusy, refusal, run } = useCall()
  return (
    <div className="flex flex-wrap gap-2">
      <Button variant="primary" pending={isBusy} onClick={() => run(rewards.end)}>
        {t("next")}
      </Button>
      {answer.state === "paid" && (
        <>
          <RefundDialog answer={answer} order={order} money={money} />
          <ConfirmDialog
            trigger={<Button variant="ghost">{t("cancel.trigger")}</Button>}
            title={t("cancel.title", { number: answer.order_id })}
            consequence={t("cancel.consequence")}
            confirmLabel={t("cancel.confirm")}
            tone="danger"
            onConfirm={async () => {
              const called = await order.cancel()
              return called.ok ? { ok: true } : { ok: false, refusal: called }
            }}
          />
        </>
      )}
      <Refused refusal={refusal} className="basis-full" />
    </div>
  )
}
