import { useTranslations } from "next-intl"
import { PageHeader } from "@/components/ui/page-header"
import { Skeleton } from "@/components/ui/skeleton"

const ROWS = ["w-40", "w-52", "w-36", "w-48", "w-44"]

export default function Loading() {
  const t = useTranslations("locations")
  return (
    <>
      <PageHeader title={t("title")} sentence={t("sentence")} />
      <div aria-hidden className="border-t">
        {ROWS.map((width) => (
          <div
            key={width}
            className="grid gap-x-6 gap-y-3 border-b py-4 lg:grid-cols-[minmax(0,1fr)_8rem_minmax(0,26rem)]"
          >
            <div className="grid gap-2">
              <Skeleton className={width} />
              <Skeleton className="h-3 w-64 max-w-full" />
            </div>
            <Skeleton className="h-5 w-20" />
            <Skeleton className="h-9" />
          </div>
        ))}
      </div>
    </>
  )
}
