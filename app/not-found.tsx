import { useTranslations } from "next-intl"
import { ButtonLink } from "@/components/ui/button"

export default function NotFound() {
  const t = useTranslations("common.notFound")
  return (
    <section className="mx-auto max-w-form px-4 py-24">
      <h1 className="text-20 font-medium">{t("title")}</h1>
      <p className="mt-2 text-pretty text-secondary">{t("body")}</p>
      <ButtonLink variant="primary" href="/" className="mt-6">
        {t("home")}
      </ButtonLink>
    </section>
  )
}
