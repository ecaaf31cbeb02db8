import { getTranslations } from "next-intl/server"
import { titled } from "@/app/titled"
import { Banner } from "@/components/ui/banner"
import { ButtonLink } from "@/components/ui/button"
import { env } from "@/lib/env"
import { Title } from "../title"
import { ForgotForm } from "./forgot-form"

export const generateMetadata = titled("account.forgot.title")

export default async function ForgotPasswordPage() {
  const t = await getTranslations("account.forgot")
  if (env.SMTP_URL) return <ForgotForm />
  return (
    <>
      <Title className="mb-6">{t("title")}</Title>
      <Banner tone="warning">{t("off")}</Banner>
      <ButtonLink href="/sign-in" className="mt-6">
        {t("back")}
      </ButtonLink>
    </>
  )
}
