import { useTranslations } from "next-intl"
import { PageHeader } from "@/components/ui/page-header"
import { Skeleton, TableSkeleton } from "@/components/ui/skeleton"

export default function Loading() {
  const t = useTranslations("setup")
  return (
    <>
      <PageHeader title={t("title")} sentence={t("sentence")} />
      <div aria-hidden className="flex gap-4 rounded-card border bg-surface p-4 md:p-6">
        <Skeleton className="size-6 rounded-full" />
        <div className="min-w-0 flex-1 space-y-3">
          <Skeleton className="h-5 w-56 max-w-full" />
          <Skeleton className="w-full max-w-prose" />
          <Skeleton className="h-9 w-40" />
        </div>
      </div>
      <TableSkeleton rows={5} columns={1} />
    </>
  )
}
