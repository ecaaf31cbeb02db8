import { redirect } from "next/navigation"
import { getTranslations } from "next-intl/server"
import { titled } from "@/app/titled"
import { SubmitButton } from "@/components/ui/submit-button"
import { lastMerchant, requireSignedIn } from "@/lib/auth/session"
import { signOut } from "../actions"
import { Title } from "../title"

export const generateMetadata = titled("auth.noMerchant.title")

export default async function NoMerchantPage() {
  const [signedIn, t] = await Promise.all([requireSignedIn(), getTranslations("auth.noMerchant")])
  if (lastMerchant(signedIn)) redirect("/")
  return (
    <>
      <Title>{t("title")}</Title>
      <p className="mt-3 text-pretty text-secondary">
        {t.rich("body", { email: signedIn.email, b: (words) => <span className="text-ink">{words}</span> })}
      </p>
      <form action={signOut} className="mt-6">
        <SubmitButton>{t("signOut")}</SubmitButton>
      </form>
    </>
  )
}
