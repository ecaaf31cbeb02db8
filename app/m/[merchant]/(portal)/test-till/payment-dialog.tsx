"use client"
import { Plus } from "lucide-react"
import { useLocale, useTranslations } from "next-intl"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import { DialogForm } from "@/components/ui/dialog-form"
import { Field } from "@/components/ui/field"
import { Select } from "@/components/ui/select"
import { currencyDigits, formatMoney, plainMoney } from "@/lib/money"
import { AmountField } from "./amount-field"
import type { Settlement } from "./ticket"

const METHODS = ["card", "cash", "meal_voucher", "cheque"] as const
type Row = { id: number; method: string; cents: number | null }

/** Takes the payment, by one method or several. The amounts add up to the total. */
export function PaymentDialog({
  state,
  total,
  money: { currency },
  onSubmit,
}: {
  state: [isOpen: boolean, setOpen: (isOpen: boolean) => void]
  total: number
  money: { currency: string }
  onSubmit: (settlement: Settlement) => unknown
}) {
  const t = useTranslations("testTill.payment")
  const locale = useLocale()
  const [rows, setRows] = useState<Row[]>([{ id: 0, method: "card", cents: total }])
  const rest = rows.reduce((sum, { cents }) => sum - (cents ?? 0), total)
  const change = (id: number, changes: Partial<Row>) =>
    setRows((before) => before.map((row) => (row.id === id ? { ...row, ...changes } : row)))
  const amount = (cents: number) => plainMoney(cents, currencyDigits(currency), locale)
  const shown = (cents: number) => formatMoney(cents, currency, locale)

  return (
    <DialogForm
      state={state}
      title={t("title", { total: shown(total) })}
      submitLabel={t("submit")}
      isReady={rest === 0 && rows.every(({ cents }) => cents !== null && cents > 0)}
      onSubmit={() => {
        const payments = rows.map(({ method, cents }) => ({ method, amount_cents: cents ?? 0 }))
        onSubmit({ state: "paid", payments })
        return true
      }}
    >
      {rows.map(({ id, method, cents }) => (
        <div key={id} className="flex gap-3">
          <Field name={`method-${id}`} label={t("method")} className="min-w-0 flex-1">
            {(control) => (
              <Select
                {...control}
                value={method}
                onChange={(event) => change(id, { method: event.target.value })}
              >
                {METHODS.map((name) => (
                  <option key={name} value={name}>
                    {t(`methods.${name}`)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <AmountField
            name={`amount-${id}`}
            label={t("amount")}
            start={cents === null ? "" : amount(cents)}
            onCents={(given) => change(id, { cents: given })}
          />
        </div>
      ))}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Button
          size="small"
          variant="ghost"
          disabled={rest <= 0}
          onClick={() => setRows((before) => [...before, { id: before.length, method: "cash", cents: rest }])}
        >
          <Plus aria-hidden />
          {t("more")}
        </Button>
        <p role="status" className="text-secondary">
          {rest !== 0 && t(rest > 0 ? "rest" : "over", { amount: shown(Math.abs(rest)) })}
        </p>
      </div>
    </DialogForm>
  )
}
