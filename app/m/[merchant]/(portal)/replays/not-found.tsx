import { useTranslations } from "next-intl"
import { NotFoundSection } from "@/components/ui/not-found-section"

export default function ReplayNotFound() {
  const t = useTranslations("replays.notFound")
  return (
    <NotFoundSection title={t("title")} action={t("action")} href="/replays">
      {t("body")}
    </NotFoundSection>
  )
}
