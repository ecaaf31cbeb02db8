"use client"
import { Search } from "lucide-react"
import { useTranslations } from "next-intl"
import { type FormEvent, useMemo } from "react"
import { useAction } from "@/app/use-action"
import { useRouter } from "@/components/link"
import { FormError } from "@/components/ui/form-error"
import { controlStyle } from "@/components/ui/input"
import { Kbd } from "@/components/ui/kbd"
import { cn } from "@/lib/cn"
import type { OrderFilters } from "@/lib/orders/schema"
import { search } from "./actions"
import { ordersHref } from "./address"

/**
 * One box for a number, a receipt, a phone or a `cust_…`. What was written goes to the server by POST and comes back as
 * a filter: a phone never stands in an address.
 */
export function SearchOrders({ filters }: { filters: OrderFilters }) {
  const t = useTranslations("orders")
  const router = useRouter()
  const { run, pending, refusal, forget } = useAction(search)
  const shown = useMemo(
    () => (refusal?.code === "customer_not_found" ? { sentence: t("unknownEmail") } : refusal),
    [refusal, t],
  )

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const q = String(new FormData(form).get("q")).trim()
    const { q: _, ...others } = filters
    if (!q) return router.push(ordersHref(others), { scroll: false })
    const outcome = await run({ q })
    if (!outcome.ok) return
    // The customer has become a chip: the box is free again.
    if (outcome.data.customer) form.reset()
    router.push(ordersHref({ ...others, ...outcome.data }), { scroll: false })
  }

  return (
    <search className="max-md:w-full">
      <form method="post" onSubmit={submit} aria-busy={pending} className="relative w-80 max-md:w-full">
        <Search
          aria-hidden
          className="pointer-events-none absolute inset-y-0 left-2.5 my-auto size-4 text-secondary"
        />
        <input
          type="search"
          name="q"
          aria-label={t("search")}
          placeholder={t("search")}
          defaultValue={filters.q}
          data-search
          maxLength={100}
          autoComplete="off"
          spellCheck={false}
          onChange={forget}
          className={cn(controlStyle, "peer h-8 pl-8 pr-8 text-13 max-md:h-10")}
        />
        <Kbd className="pointer-events-none absolute inset-y-0 right-2 my-auto peer-focus:hidden max-md:hidden">
          /
        </Kbd>
      </form>
      <div className="mt-1 empty:hidden">
        <FormError refusal={shown} />
      </div>
    </search>
  )
}
