import { useTranslations } from "next-intl"
import { PageHeader } from "@/components/ui/page-header"
import { Skeleton, TableSkeleton } from "@/components/ui/skeleton"
import { cn } from "@/lib/cn"
import { OrdersTabs } from "../orders-tabs"

export default function Loading() {
  const t = useTranslations("orders")
  return (
    <>
      <PageHeader
        title={t("title")}
        action={
          <>
            <Skeleton className="h-9 w-28 max-md:h-10" />
            <Skeleton className="h-9 w-30 max-md:h-10" />
          </>
        }
      />
      <OrdersTabs active="log" />
      <div className="mb-3 flex flex-wrap gap-2" aria-hidden>
        <Skeleton className="h-8 w-72 max-md:h-10 max-md:w-full" />
        {["w-20", "w-32", "w-22", "w-19", "w-32"].map((width, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no other identity
          <Skeleton key={n} className={cn("h-8 rounded-full max-md:h-9", width)} />
        ))}
      </div>
      <TableSkeleton rows={15} columns={7} />
    </>
  )
}
