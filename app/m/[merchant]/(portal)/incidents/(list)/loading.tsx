import { useTranslations } from "next-intl"
import { PageHeader } from "@/components/ui/page-header"
import { Skeleton, TableSkeleton } from "@/components/ui/skeleton"
import { OrdersTabs } from "../../orders/orders-tabs"

export default function Loading() {
  const t = useTranslations("incidents")
  const tOrders = useTranslations("orders")
  return (
    <>
      <PageHeader title={tOrders("title")} sentence={t("sentence")} />
      <OrdersTabs active="incidents" />
      <div aria-hidden className="mb-10">
        <Skeleton className="mb-4 h-5 w-24" />
        <Skeleton className="mb-2 h-16" />
        <Skeleton className="h-16" />
      </div>
      <TableSkeleton rows={6} columns={6} />
    </>
  )
}
