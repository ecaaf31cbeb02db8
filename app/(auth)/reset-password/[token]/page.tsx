import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { ButtonLink } from "@/components/ui/button"
import { findPasswordLink } from "@/lib/account/queries"
import { PASSWORD_MIN_LENGTH } from "@/lib/auth/passwords"
import { ResetForm } from "./reset-form"

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account.reset")
  // The address is a secret: keep it out of the referrer.
  return { title: t("title"), referrer: "no-referrer", robots: { index: false } }
}

export default async function ResetPasswordPage({ params }: PageProps<"/reset-password/[token]">) {
  const { token } = await params
  const [link, t] = await Promise.all([findPasswordLink(token), getTranslations("account.reset")])
  if (link) return <ResetForm token={token} email={link.email} passwordMinLength={PASSWORD_MIN_LENGTH} />
  return (
    <>
      <h1 className="text-28 font-medium tracking-[-0.015em]">{t("invalidTitle")}</h1>
      <p className="mt-3 text-pretty text-secondary">{t("invalidBody")}</p>
      <ButtonLink variant="primary" href="/forgot-password" className="mt-6">
        {t("again")}
      </ButtonLink>
    </>
  )
}
