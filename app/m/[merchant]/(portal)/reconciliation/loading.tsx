import { useTranslations } from "next-intl"
import { PageHeader } from "@/components/ui/page-header"
import { Skeleton, TableSkeleton } from "@/components/ui/skeleton"
import { OrdersTabs } from "../orders/orders-tabs"

export default function Loading() {
  const tOrders = useTranslations("orders")
  return (
    <>
      <PageHeader title={tOrders("title")} sentence={<Skeleton className="mt-1 w-96 max-w-full" />} />
      <OrdersTabs active="reconciliation" />
      <Skeleton className="mb-6 h-8 w-32 rounded-full" />
      <TableSkeleton rows={7} columns={6} />
    </>
  )
}
