import { getTranslations } from "next-intl/server"
import { titledInSecret } from "@/app/titled"
import { ButtonLink } from "@/components/ui/button"
import { findEmailLink } from "@/lib/account/queries"
import { Title } from "../../title"
import { ConfirmForm } from "./confirm-form"

export const generateMetadata = titledInSecret("account.confirm.title")

/** Confirms on a button press, not on the visit: mail scanners open every link. */
export default async function ConfirmEmailPage({ params }: PageProps<"/confirm-email/[token]">) {
  const { token } = await params
  const [link, t] = await Promise.all([findEmailLink(token), getTranslations("account.confirm")])
  if (link) return <ConfirmForm token={token} email={link.email} />
  return (
    <>
      <Title>{t("invalidTitle")}</Title>
      <p className="mt-3 text-pretty text-secondary">{t("invalidBody")}</p>
      <ButtonLink variant="primary" href="/account" className="mt-6">
        {t("again")}
      </ButtonLink>
    </>
  )
}
