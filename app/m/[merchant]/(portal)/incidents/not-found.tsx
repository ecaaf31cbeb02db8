import { useTranslations } from "next-intl"
import { NotFoundSection } from "@/components/ui/not-found-section"

export default function IncidentNotFound() {
  const t = useTranslations("incidents.detail.notFound")
  return (
    <NotFoundSection title={t("title")} action={t("action")} href="/incidents">
      {t("body")}
    </NotFoundSection>
  )
}
