import { useTranslations } from "next-intl"
import { PageHeader } from "@/components/ui/page-header"
import { RowsSkeleton, Skeleton } from "@/components/ui/skeleton"
import { RewardsTabs } from "./rewards-tabs"

const NAMES = ["w-32", "w-40", "w-28", "w-36", "w-32", "w-40"]

export default function Loading() {
  const t = useTranslations("rewards")
  return (
    <>
      <PageHeader title={t("title")} sentence={t("sentence")} />
      <RewardsTabs active="rewards" />
      <Skeleton className="mb-8 h-5 w-80 max-w-full" />
      <RowsSkeleton names={NAMES} below="w-40" className="md:px-3 lg:grid-cols-[14rem_minmax(0,1fr)_10rem]">
        <Skeleton className="h-7 w-56 max-w-full" />
        <Skeleton className="ml-auto h-5 w-20 max-lg:hidden" />
      </RowsSkeleton>
    </>
  )
}
