"use client"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Select } from "@/components/ui/select"
import type { OrderAnswer } from "@/lib/orders/schema"
import { Refused } from "./refused"
import { ticketTotal } from "./ticket"
import { useCall } from "./use-call"
import type { Order } from "./use-order"
import type { Rewards } from "./use-rewards"
import type { OpenTicket } from "./use-ticket"

/** Plays the other system: it says how the payment ended. Or the customer pays here after all, or not at all. */
export function Await({
  answer,
  open,
  order,
  rewards,
}: {
  answer: OrderAnswer
  open: OpenTicket
  order: Order
  rewards: Rewards
}) {
  const t = useTranslations("testTill.elsewhere")
  const { isBusy, refusal, run } = useCall()
  const [kept, setKept] = useState<"" | "kept" | "removed">("")
  const { lines } = open.ticket
  const report = (status: Parameters<Order["report"]>[0]) =>
    run(() => order.report(status, status === "paid" && kept ? kept : undefined))
  const total = ticketTotal(lines)
  const payHere = () =>
    run(() =>
      order.handOver({ state: "paid", payments: total > 0 ? [{ method: "card", amount_cents: total }] : [] }),
    )
  return (
    <>
      {lines.some(({ reward }) => reward) && (
        <Field name="rewards" label={t("rewards.label")} help={t("rewards.help")}>
          {(control) => (
            <Select
              {...control}
              value={kept}
              onChange={(event) => setKept(event.target.value as typeof kept)}
            >
              <option value="">{t("rewards.unsaid")}</option>
              <option value="kept">{t("rewards.kept")}</option>
              <option value="removed">{t("rewards.removed")}</option>
            </Select>
          )}
        </Field>
      )}
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" pending={isBusy} onClick={() => report("paid")}>
          {t("paid")}
        </Button>
        {answer.state === "external_payment" && (
          <>
            <Button disabled={isBusy} onClick={() => report("failed")}>
              {t("failed")}
            </Button>
            <Button disabled={isBusy} onClick={() => report("cancelled")}>
              {t("cancelled")}
            </Button>
          </>
        )}
        <Button disabled={isBusy} onClick={payHere}>
          {t("payHere")}
        </Button>
        <Button variant="ghost" disabled={isBusy} onClick={() => run(rewards.end)}>
          {t("abandon")}
        </Button>
      </div>
      <Refused refusal={refusal} />
    </>
  )
}
