import { useTranslations } from "next-intl"
import { ButtonLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"

export default function NotFound() {
  const t = useTranslations("catalog.preview.gone")
  return (
    <EmptyState
      title={t("title")}
      action={
        <ButtonLink variant="primary" href="/catalog/import">
          {t("action")}
        </ButtonLink>
      }
    >
      {t("body")}
    </EmptyState>
  )
}
