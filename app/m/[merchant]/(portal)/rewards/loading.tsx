import { useTranslations } from "next-intl"
import { PageHeader } from "@/components/ui/page-header"
import { Skeleton } from "@/components/ui/skeleton"
import { RewardsTabs } from "./rewards-tabs"

const ROWS = ["w-32", "w-40", "w-28", "w-36", "w-32", "w-40"]

export default function Loading() {
  const t = useTranslations("rewards")
  return (
    <>
      <PageHeader title={t("title")} sentence={t("sentence")} />
      <RewardsTabs active="rewards" />
      <Skeleton className="mb-8 h-5 w-80 max-w-full" />
      <div aria-hidden className="border-t">
        {ROWS.map((width, index) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: empty rows have no other identity
            key={index}
            className="grid gap-x-6 gap-y-3 border-b py-4 md:px-3 lg:grid-cols-[14rem_minmax(0,1fr)_10rem]"
          >
            <div className="grid gap-2">
              <Skeleton className={width} />
              <Skeleton className="h-3 w-40" />
            </div>
            <Skeleton className="h-7 w-56 max-w-full" />
            <Skeleton className="ml-auto h-5 w-20 max-lg:hidden" />
          </div>
        ))}
      </div>
    </>
  )
}
