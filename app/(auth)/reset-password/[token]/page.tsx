import { getTranslations } from "next-intl/server"
import { titledInSecret } from "@/app/titled"
import { ButtonLink } from "@/components/ui/button"
import { findPasswordLink } from "@/lib/account/queries"
import { PASSWORD_MIN_LENGTH } from "@/lib/auth/passwords"
import { Title } from "../../title"
import { ResetForm } from "./reset-form"

export const generateMetadata = titledInSecret("account.reset.title")

export default async function ResetPasswordPage({ params }: PageProps<"/reset-password/[token]">) {
  const { token } = await params
  const [link, t] = await Promise.all([findPasswordLink(token), getTranslations("account.reset")])
  if (link) return <ResetForm token={token} email={link.email} passwordMinLength={PASSWORD_MIN_LENGTH} />
  return (
    <>
      <Title>{t("invalidTitle")}</Title>
      <p className="mt-3 text-pretty text-secondary">{t("invalidBody")}</p>
      <ButtonLink variant="primary" href="/forgot-password" className="mt-6">
        {t("again")}
      </ButtonLink>
    </>
  )
}
