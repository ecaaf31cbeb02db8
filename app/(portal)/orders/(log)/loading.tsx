import { useTranslations } from "next-intl"
import { PageHeader } from "@/components/ui/page-header"
import { Skeleton, TableSkeleton } from "@/components/ui/skeleton"
import { OrdersTabs } from "../orders-tabs"

export default function Loading() {
  const t = useTranslations("orders")
  return (
    <>
      <PageHeader title={t("title")} />
      <OrdersTabs active="log" />
      <div className="mb-3 flex flex-wrap gap-2" aria-hidden>
        <Skeleton className="h-8 w-72 max-md:h-10 max-md:w-full" />
        <Skeleton className="h-8 w-20 rounded-full" />
        <Skeleton className="h-8 w-32 rounded-full" />
        <Skeleton className="h-8 w-24 rounded-full" />
      </div>
      <TableSkeleton rows={15} columns={7} />
    </>
  )
}
