import { useTranslations } from "next-intl"
import { NotFoundSection } from "@/components/ui/not-found-section"

export default function NotFound() {
  const t = useTranslations("common.notFound")
  return (
    <main className="mx-auto max-w-form px-4 py-12">
      <NotFoundSection title={t("title")} action={t("home")} href="/">
        {t("body")}
      </NotFoundSection>
    </main>
  )
}
