"use client"
import { useTranslations } from "next-intl"
import { type ReactNode, useState } from "react"
import { DialogForm } from "@/components/ui/dialog-form"
import { AmountField } from "./amount-field"
import type { Discount } from "./ticket"

/** Asks the cashier what a voucher without a known value takes off. */
export function DiscountDialog({
  name,
  trigger,
  onSubmit,
}: {
  name: string
  trigger: ReactNode
  onSubmit: (discount: Discount) => unknown
}) {
  const t = useTranslations("testTill.discount")
  const [cents, setCents] = useState<number | null>(null)
  return (
    <DialogForm
      trigger={trigger}
      onOpen={() => setCents(null)}
      title={name}
      description={t("body")}
      submitLabel={t("submit")}
      isReady={cents !== null}
      onSubmit={() => {
        onSubmit({ amount_cents: cents! })
        return true
      }}
    >
      <AmountField name="amount" label={t("amount")} onCents={setCents} />
    </DialogForm>
  )
}
