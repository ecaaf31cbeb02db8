import { useTranslations } from "next-intl"
import { ButtonLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"

export default function NotFound() {
  const t = useTranslations("incidents.detail.notFound")
  return (
    <EmptyState title={t("title")} action={<ButtonLink href="/incidents">{t("action")}</ButtonLink>}>
      {t("body")}
    </EmptyState>
  )
}
