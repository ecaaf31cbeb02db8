import { useTranslations } from "next-intl"
import { PageHeader } from "@/components/ui/page-header"
import { Skeleton, TableSkeleton } from "@/components/ui/skeleton"

export default function Loading() {
  const t = useTranslations("customers")
  return (
    <>
      <PageHeader title={t("title")} sentence={t("sentence")} />
      <Skeleton className="mb-4 h-9 w-96 max-w-full" />
      <TableSkeleton rows={15} columns={5} />
    </>
  )
}
