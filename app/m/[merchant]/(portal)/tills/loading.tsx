import { useTranslations } from "next-intl"
import { PageHeader } from "@/components/ui/page-header"
import { TableSkeleton } from "@/components/ui/skeleton"

export default function Loading() {
  const t = useTranslations("tills")
  return (
    <>
      <PageHeader title={t("title")} sentence={t("sentence")} />
      <TableSkeleton rows={6} columns={6} />
    </>
  )
}
