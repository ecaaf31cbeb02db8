import { useTranslations } from "next-intl"
import { NotFoundSection } from "@/components/ui/not-found-section"

export default function CustomerNotFound() {
  const t = useTranslations("customers.notFound")
  return (
    <NotFoundSection title={t("title")} action={t("action")} href="/customers">
      {t("body")}
    </NotFoundSection>
  )
}
