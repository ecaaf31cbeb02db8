import { NextIntlClientProvider } from "next-intl"
import { getTranslations } from "next-intl/server"
import type { ReactNode } from "react"
import { Link } from "@/components/link"
import { LanguageSwitch } from "@/components/shell/language-switch"
import { SubmitButton } from "@/components/ui/submit-button"
import { requireSignedIn } from "@/lib/auth/session"
import { clientMessages } from "@/lib/i18n/client-messages"
import { signOut } from "../(auth)/actions"

/** What is a person's own, at no merchant. */
export default async function AccountLayout({ children }: { children: ReactNode }) {
  await requireSignedIn()
  const [t, tCommon, messages] = await Promise.all([
    getTranslations("account"),
    getTranslations("common"),
    clientMessages("account", "auth", "common", "errors"),
  ])
  return (
    <div className="mx-auto min-h-dvh max-w-content px-4 pb-16 md:px-8">
      <header className="flex flex-wrap items-center gap-x-6 gap-y-2 border-b py-3">
        <Link href="/" className="rounded-control font-medium">
          {tCommon("product")}
        </Link>
        <div className="ml-auto flex items-center gap-4">
          <LanguageSwitch />
          <form action={signOut}>
            <SubmitButton variant="ghost" size="small">
              {t("signOut")}
            </SubmitButton>
          </form>
        </div>
      </header>
      <main id="content" className="pt-8">
        <NextIntlClientProvider messages={messages}>{children}</NextIntlClientProvider>
      </main>
    </div>
  )
}
