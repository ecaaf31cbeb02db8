import { useTranslations } from "next-intl"
import { NotFoundSection } from "@/components/ui/not-found-section"

export default function ReportNotFound() {
  const t = useTranslations("goLive.report.notFound")
  return (
    <NotFoundSection title={t("title")} action={t("action")} href="/go-live">
      {t("body")}
    </NotFoundSection>
  )
}
