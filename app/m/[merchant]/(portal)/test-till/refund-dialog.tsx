"use client"
import { useLocale, useTranslations } from "next-intl"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import { DialogForm } from "@/components/ui/dialog-form"
import { FieldGroup } from "@/components/ui/field"
import { RadioField } from "@/components/ui/radio"
import { formatMoney } from "@/lib/money"
import type { OrderAnswer } from "@/lib/orders/schema"
import { AmountField } from "./amount-field"
import { Refused } from "./refused"
import { useCall } from "./use-call"
import type { Order } from "./use-order"

const SCOPES = ["whole", "part"] as const

/** Refunds the rest of the order, or an amount of it. */
export function RefundDialog({
  answer,
  order,
  money,
}: {
  answer: OrderAnswer
  order: Order
  money: { currency: string }
}) {
  const t = useTranslations("testTill.refund")
  const locale = useLocale()
  const [scope, setScope] = useState<(typeof SCOPES)[number]>("whole")
  const [cents, setCents] = useState<number | null>(null)
  const { refusal, run } = useCall()
  const choose = (next: typeof scope) => {
    setScope(next)
    setCents(null)
  }
  const rest = answer.total_cents - answer.refunded_cents
  return (
    <DialogForm
      trigger={<Button>{t("trigger")}</Button>}
      onOpen={() => choose("whole")}
      title={t("title", { number: answer.order_id })}
      submitLabel={t("submit")}
      isReady={scope === "whole" || (cents !== null && cents > 0 && cents <= rest)}
      onSubmit={async () => {
        const called = await run(() => order.refund(scope === "part" ? cents! : undefined))
        return called?.ok ?? false
      }}
    >
      <FieldGroup legend={t("scope")}>
        {SCOPES.map((name) => (
          <RadioField
            key={name}
            name="scope"
            label={t(`${name}.label`, { rest: formatMoney(rest, money.currency, locale) })}
            help={t(`${name}.help`)}
            checked={scope === name}
            onChange={() => choose(name)}
          />
        ))}
      </FieldGroup>
      {scope === "part" && <AmountField name="amount" label={t("amount")} onCents={setCents} />}
      <Refused refusal={refusal} />
    </DialogForm>
  )
}
