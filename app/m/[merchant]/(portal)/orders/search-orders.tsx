"use client"
import { useTranslations } from "next-intl"
import { SearchForm } from "@/app/search-form"
import { useRouter } from "@/components/link"
import type { OrderFilters } from "@/lib/orders/schema"
import { search } from "./actions"
import { ordersHref } from "./address"

/** One box for a number, a receipt, a phone or a `cust_…`. The result becomes a filter. */
export function SearchOrders({ filters: { q, ...others } }: { filters: OrderFilters }) {
  const t = useTranslations("orders")
  const router = useRouter()
  const show = (filters: OrderFilters) =>
    router.push(ordersHref({ ...others, ...filters }), { scroll: false })
  return (
    <SearchForm
      size="small"
      className="w-80 max-md:w-full"
      label={t("search")}
      defaultValue={q}
      maxLength={100}
      action={search}
      sentenceOf={({ code, sentence }) => (code === "customer_not_found" ? t("unknownEmail") : sentence)}
      onEmpty={() => show({})}
      onFound={(found, form) => {
        // The customer is a chip now, so empty the box.
        if (found.customer) form.reset()
        show(found)
      }}
    />
  )
}
