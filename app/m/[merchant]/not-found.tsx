import { useTranslations } from "next-intl"
import { NotFoundSection } from "@/components/ui/not-found-section"

export default function PageNotFound() {
  const t = useTranslations("common.notFound")
  return (
    <NotFoundSection title={t("title")} action={t("home")} href="/">
      {t("body")}
    </NotFoundSection>
  )
}
