"use client"
import { ChevronDown, X } from "lucide-react"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { Form, Link } from "@/components/link"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover"
import type { PortalPath } from "@/lib/address"
import { cn } from "@/lib/cn"
import type { OrderFilters } from "@/lib/orders/schema"

/** Filter for free dates, beside the chips: two optional days, stored in the address. */
export function DateFilter({
  value,
  filters: { from, to, period: _, ...keep },
  removeHref,
}: {
  value?: string
  filters: OrderFilters
  removeHref: PortalPath
}) {
  const t = useTranslations("orders.filters")
  const remove = useTranslations("common.actions")("remove")
  const [open, setOpen] = useState(false)
  return (
    <span
      className={cn(
        "inline-flex h-8 items-center rounded-full border text-13 max-md:h-9",
        value ? "border-transparent bg-accent-soft text-accent" : "border-edge bg-surface text-ink",
      )}
    >
      <Popover open={open} onOpenChange={setOpen}>
        <PopoverTrigger
          className={cn(
            "flex h-full items-center gap-1 rounded-full pl-3",
            value ? "pr-1 font-medium" : "pr-2 hover:bg-wash data-[state=open]:bg-wash",
          )}
        >
          {value && <span className="sr-only">{t("dates")}, </span>}
          {value ?? t("dates")}
          {!value && <ChevronDown aria-hidden className="size-4 text-secondary" />}
        </PopoverTrigger>
        <PopoverContent align="start">
          <Form action="/orders" scroll={false} onSubmit={() => setOpen(false)} className="grid gap-4">
            {Object.entries(keep).map(
              ([key, kept]) =>
                kept !== undefined && <input key={key} type="hidden" name={key} value={kept} />,
            )}
            <Field name="from" label={t("from")} optional>
              {(control) => <Input type="date" {...control} defaultValue={from} max={to} />}
            </Field>
            <Field name="to" label={t("to")} optional>
              {(control) => <Input type="date" {...control} defaultValue={to} min={from} />}
            </Field>
            <Button type="submit" variant="primary">
              {t("apply")}
            </Button>
          </Form>
        </PopoverContent>
      </Popover>
      {value && (
        <Link
          href={removeHref}
          scroll={false}
          aria-label={`${remove} ${t("dates")}`}
          className="grid h-full w-7 place-items-center rounded-full hover:text-ink"
        >
          <X aria-hidden className="size-3.5" />
        </Link>
      )}
    </span>
  )
}
