import { useTranslations } from "next-intl"
import { PageHeader } from "@/components/ui/page-header"
import { TableSkeleton } from "@/components/ui/skeleton"
import { OrdersTabs } from "../../orders/orders-tabs"

export default function Loading() {
  const t = useTranslations("orders")
  return (
    <>
      <PageHeader title={t("title")} />
      <OrdersTabs active="replays" />
      <TableSkeleton rows={6} columns={5} />
    </>
  )
}
