"use client"
import { Plus } from "lucide-react"
import { useTranslations } from "next-intl"
import { type ReactNode, useState } from "react"
import { Button } from "@/components/ui/button"
import { DialogForm } from "@/components/ui/dialog-form"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { AmountField } from "./amount-field"
import type { PaidOption } from "./ticket"

type Row = { id: number; name: string; cents: number | null }
const EMPTY: Row = { id: 0, name: "", cents: null }
const isEmpty = ({ name, cents }: Row) => name.trim() === "" && cents === null
const isWhole = ({ name, cents }: Row) => name.trim() !== "" && cents !== null

/** The paid options of a product, as the customer chose them. They are charged even when the product is free. */
export function OptionsDialog({
  name,
  isFree = false,
  trigger,
  onSubmit,
}: {
  name: string
  isFree?: boolean
  trigger: ReactNode
  onSubmit: (options: PaidOption[]) => unknown
}) {
  const t = useTranslations("testTill.options")
  const [rows, setRows] = useState([EMPTY])
  const change = (id: number, changes: Partial<Row>) =>
    setRows((before) => before.map((row) => (row.id === id ? { ...row, ...changes } : row)))

  return (
    <DialogForm
      trigger={trigger}
      onOpen={() => setRows([EMPTY])}
      title={t("title", { name })}
      description={t(isFree ? "bodyFree" : "body")}
      submitLabel={t("submit")}
      isReady={rows.every((row) => isEmpty(row) || isWhole(row))}
      onSubmit={() => {
        onSubmit(rows.filter(isWhole).map((row) => ({ name: row.name.trim(), price_cents: row.cents ?? 0 })))
        return true
      }}
    >
      {rows.map(({ id, name: written }) => (
        <div key={id} className="flex gap-3">
          <Field name={`option-${id}`} label={t("option")} className="min-w-0 flex-1">
            {(control) => (
              <Input
                {...control}
                required={false}
                value={written}
                maxLength={60}
                autoComplete="off"
                onChange={(event) => change(id, { name: event.target.value })}
              />
            )}
          </Field>
          <AmountField name={`price-${id}`} label={t("price")} onCents={(cents) => change(id, { cents })} />
        </div>
      ))}
      <Button
        size="small"
        variant="ghost"
        onClick={() => setRows((before) => [...before, { ...EMPTY, id: before.length }])}
      >
        <Plus aria-hidden />
        {t("more")}
      </Button>
    </DialogForm>
  )
}
