import { useTranslations } from "next-intl"
import { PageHeader } from "@/components/ui/page-header"
import { Skeleton } from "@/components/ui/skeleton"
import { OrdersTabs } from "../orders/orders-tabs"

export default function Loading() {
  const t = useTranslations("diagnosis")
  const tOrders = useTranslations("orders")
  return (
    <>
      <PageHeader title={tOrders("title")} sentence={t("sentence")} />
      <OrdersTabs active="why" />
      <Skeleton className="h-11 w-[36rem] max-w-full" />
      <Skeleton className="mb-8 mt-2 h-3 w-80 max-w-full" />
      <Skeleton className="mb-4 h-16" />
      <div aria-hidden className="grid gap-4">
        {["w-40", "w-56", "w-32", "w-48", "w-44", "w-36", "w-24", "w-52"].map((width) => (
          <div key={width} className="flex gap-3">
            <Skeleton className="size-6 rounded-full" />
            <Skeleton className={width} />
          </div>
        ))}
      </div>
    </>
  )
}
