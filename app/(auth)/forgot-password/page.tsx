import { getTranslations } from "next-intl/server"
import { titled } from "@/app/titled"
import { Banner } from "@/components/ui/banner"
import { ButtonLink } from "@/components/ui/button"
import { env } from "@/lib/env"
import { ForgotForm } from "./forgot-form"

export const generateMetadata = titled("account.forgot.title")

export default async function ForgotPasswordPage() {
  const t = await getTranslations("account.forgot")
  if (env.SMTP_URL) return <ForgotForm />
  return (
    <>
      <h1 className="mb-6 text-28 font-medium tracking-[-0.015em]">{t("title")}</h1>
      <Banner tone="warning">{t("off")}</Banner>
      <ButtonLink href="/sign-in" className="mt-6">
        {t("back")}
      </ButtonLink>
    </>
  )
}
