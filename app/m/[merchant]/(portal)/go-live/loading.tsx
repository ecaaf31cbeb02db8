import { useTranslations } from "next-intl"
import { PageHeader } from "@/components/ui/page-header"
import { Skeleton } from "@/components/ui/skeleton"

const ROWS = ["w-64", "w-80", "w-56", "w-72", "w-64", "w-80", "w-60"]

export default function Loading() {
  const t = useTranslations("goLive")
  return (
    <>
      <PageHeader title={t("title")} sentence={t("sentence")} />
      <Skeleton className="mb-2 h-5 w-60 max-w-full" />
      <Skeleton className="mb-10 h-4 w-80 max-w-full" />
      <div aria-hidden className="border-t">
        {ROWS.map((width, index) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: empty rows have no other identity
            key={index}
            className="grid gap-x-6 gap-y-2 border-b py-4 md:px-3 lg:grid-cols-[minmax(0,1fr)_9rem]"
          >
            <div className="grid gap-2">
              <Skeleton className={`${width} max-w-full`} />
              <Skeleton className="h-3 w-96 max-w-full" />
            </div>
            <Skeleton className="h-5 w-20 max-lg:hidden lg:ml-auto" />
          </div>
        ))}
      </div>
    </>
  )
}
