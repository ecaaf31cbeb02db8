import { useTranslations } from "next-intl"
import { PageHeader } from "@/components/ui/page-header"
import { Skeleton, TableSkeleton } from "@/components/ui/skeleton"
import { ActivitySkeleton } from "./activity-skeleton"

export default function Loading() {
  const t = useTranslations("overview")
  return (
    <>
      <PageHeader title={t("title")} />
      <Skeleton className="mb-4 h-5 w-20" />
      <TableSkeleton rows={2} columns={2} />
      <div className="mt-10 mb-6 border-t pt-6">
        <Skeleton className="h-8 w-80 max-w-full rounded-full" />
      </div>
      <ActivitySkeleton />
    </>
  )
}
