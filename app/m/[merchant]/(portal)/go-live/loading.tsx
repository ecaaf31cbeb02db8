import { useTranslations } from "next-intl"
import { PageHeader } from "@/components/ui/page-header"
import { RowsSkeleton, Skeleton } from "@/components/ui/skeleton"

const NAMES = ["w-64", "w-80", "w-56", "w-72", "w-64", "w-80", "w-60"]

export default function Loading() {
  const t = useTranslations("goLive")
  return (
    <>
      <PageHeader title={t("title")} sentence={t("sentence")} />
      <Skeleton className="mb-2 h-5 w-60 max-w-full" />
      <Skeleton className="mb-10 h-4 w-80 max-w-full" />
      <RowsSkeleton names={NAMES} below="w-96" className="gap-y-2 md:px-3 lg:grid-cols-[minmax(0,1fr)_9rem]">
        <Skeleton className="h-5 w-20 max-lg:hidden lg:ml-auto" />
      </RowsSkeleton>
    </>
  )
}
