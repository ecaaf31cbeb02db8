import { useTranslations } from "next-intl"
import { PageHeader } from "@/components/ui/page-header"
import { Skeleton, TableSkeleton } from "@/components/ui/skeleton"
import { RewardsTabs } from "../rewards/rewards-tabs"

export default function Loading() {
  const t = useTranslations("catalog")
  const tRewards = useTranslations("rewards")
  return (
    <>
      <PageHeader title={tRewards("title")} sentence={t("sentence")} />
      <RewardsTabs active="catalog" />
      <div className="mb-3 flex flex-wrap gap-2" aria-hidden>
        <Skeleton className="h-8 w-72 max-md:h-10 max-md:w-full" />
        <Skeleton className="h-8 w-24 rounded-full" />
      </div>
      <TableSkeleton rows={12} columns={5} />
    </>
  )
}
