import { useTranslations } from "next-intl"
import { NotFoundSection } from "@/components/ui/not-found-section"

export default function OrderNotFound() {
  const t = useTranslations("orders.order.notFound")
  return (
    <NotFoundSection title={t("title")} action={t("action")} href="/orders">
      {t("body")}
    </NotFoundSection>
  )
}
