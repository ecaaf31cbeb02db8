import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { ButtonLink } from "@/components/ui/button"
import { findEmailLink } from "@/lib/account/queries"
import { ConfirmForm } from "./confirm-form"

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account.confirm")
  // The address is a secret: keep it out of the referrer.
  return { title: t("title"), referrer: "no-referrer", robots: { index: false } }
}

/** Confirms on a button press, not on the visit: mail scanners open every link. */
export default async function ConfirmEmailPage({ params }: PageProps<"/confirm-email/[token]">) {
  const { token } = await params
  const [link, t] = await Promise.all([findEmailLink(token), getTranslations("account.confirm")])
  if (link) return <ConfirmForm token={token} email={link.email} />
  return (
    <>
      <h1 className="text-28 font-medium tracking-[-0.015em]">{t("invalidTitle")}</h1>
      <p className="mt-3 text-pretty text-secondary">{t("invalidBody")}</p>
      <ButtonLink variant="primary" href="/account" className="mt-6">
        {t("again")}
      </ButtonLink>
    </>
  )
}
