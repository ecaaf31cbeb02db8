import { useTranslations } from "next-intl"
import { ButtonLink } from "@/components/ui/button"

export default function OrderNotFound() {
  const t = useTranslations("orders.order.notFound")
  return (
    <section className="max-w-form py-12">
      <h1 className="text-20 font-medium">{t("title")}</h1>
      <p className="mt-2 text-pretty text-secondary">{t("body")}</p>
      <ButtonLink variant="primary" href="/orders" className="mt-6">
        {t("action")}
      </ButtonLink>
    </section>
  )
}
