import { useTranslations } from "next-intl"
import { PageHeader } from "@/components/ui/page-header"
import { RowsSkeleton, Skeleton } from "@/components/ui/skeleton"

const NAMES = ["w-40", "w-52", "w-36", "w-48", "w-44"]

export default function Loading() {
  const t = useTranslations("locations")
  return (
    <>
      <PageHeader title={t("title")} sentence={t("sentence")} />
      <RowsSkeleton names={NAMES} below="w-64" className="lg:grid-cols-[minmax(0,1fr)_8rem_minmax(0,26rem)]">
        <Skeleton className="h-5 w-20" />
        <Skeleton className="h-9" />
      </RowsSkeleton>
    </>
  )
}
