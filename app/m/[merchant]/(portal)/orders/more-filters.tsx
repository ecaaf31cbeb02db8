"use client"
import { ListFilter } from "lucide-react"
import { useTranslations } from "next-intl"
import { type FormEvent, useState } from "react"
import { useRouter } from "@/components/link"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover"
import { Select } from "@/components/ui/select"
import { ATTEMPT_ERRORS } from "@/db/enums"
import { currencyDigits, plainMoney } from "@/lib/money"
import { ORDER_REASONS, type OrderFilters, orderSelection } from "@/lib/orders/schema"
import { ordersHref } from "./address"

/** Rarely used filters in one form. Each becomes a chip once it is set. */
export function MoreFilters({
  filters,
  tills,
  currency,
}: {
  filters: OrderFilters
  tills: { id: string; name: string }[]
  currency: string
}) {
  const t = useTranslations("orders")
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const digits = currencyDigits(currency)
  const units = (cents: number | undefined) => (cents === undefined ? "" : plainMoney(cents, digits, "en"))

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>
    const cents = (text: string | undefined) =>
      text ? String(Math.round(Number(text.replace(",", ".")) * 10 ** digits)) : undefined
    setOpen(false)
    const chosen = Object.fromEntries(Object.entries(form).filter(([, value]) => value !== ""))
    router.push(
      ordersHref({
        ...filters,
        ...orderSelection.parse({ ...chosen, min: cents(form.min), max: cents(form.max) }),
        ...Object.fromEntries(
          ["reason", "error", "http", "till", "reward", "min", "max", "test"]
            .filter((name) => !form[name])
            .map((name) => [name, undefined]),
        ),
      }),
      { scroll: false },
    )
  }

  const list = (
    name: "reason" | "error" | "till" | "reward" | "test",
    options: { value: string; label: string }[],
  ) => (
    <Field name={name} label={t(`filters.${name}`)}>
      {({ required: _, ...control }) => (
        <Select {...control} defaultValue={filters[name] ?? ""}>
          <option value="">{t("filters.any")}</option>
          {options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
  const amount = (name: "min" | "max") => (
    <Field name={name} label={t(`filters.${name}`, { currency })}>
      {({ required: _, ...control }) => (
        <Input
          type="number"
          inputMode="decimal"
          min={0}
          step={1 / 10 ** digits}
          {...control}
          defaultValue={units(filters[name])}
        />
      )}
    </Field>
  )

  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="ghost" size="small" className="text-secondary max-md:h-9">
          <ListFilter aria-hidden />
          {t("filters.more")}
        </Button>
      </PopoverTrigger>
      <PopoverContent
        align="start"
        className="max-h-[var(--radix-popover-content-available-height)] w-80 overflow-y-auto"
      >
        <form onSubmit={submit} className="grid gap-4">
          {list(
            "reason",
            ORDER_REASONS.map((value) => ({ value, label: t(`reasons.${value}`) })),
          )}
          {list(
            "error",
            ATTEMPT_ERRORS.map((value) => ({ value, label: t(`errorKinds.${value}`) })),
          )}
          <Field name="http" label={t("filters.http")} help={t("filters.httpHelp")}>
            {({ required: _, ...control }) => (
              <Input
                type="number"
                inputMode="numeric"
                min={100}
                max={599}
                {...control}
                defaultValue={filters.http ?? ""}
              />
            )}
          </Field>
          {tills.length > 0 &&
            list(
              "till",
              tills.map(({ id, name }) => ({ value: id, label: name })),
            )}
          {list(
            "reward",
            (["yes", "no"] as const).map((value) => ({ value, label: t(`filters.rewards.${value}`) })),
          )}
          <div className="grid grid-cols-2 gap-3">
            {amount("min")}
            {amount("max")}
          </div>
          {list(
            "test",
            (["only", "without"] as const).map((value) => ({ value, label: t(`filters.tests.${value}`) })),
          )}
          <Button type="submit" variant="primary">
            {t("filters.apply")}
          </Button>
        </form>
      </PopoverContent>
    </Popover>
  )
}
