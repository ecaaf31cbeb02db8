import Link from "next/link"
import { NextIntlClientProvider } from "next-intl"
import { getTranslations } from "next-intl/server"
import type { ReactNode } from "react"
import { LanguageSwitch } from "@/components/shell/language-switch"
import { SubmitButton } from "@/components/ui/submit-button"
import { requireOperator } from "@/lib/auth/session"
import { signOut } from "../(auth)/actions"

/** The vendor's side: across merchants, so without the portal's navigation. */
export default async function OperatorLayout({ children }: { children: ReactNode }) {
  // Here too, above the pages' skeletons: what begins to stream can no longer say 404.
  await requireOperator()
  const [t, tCommon, tAccount] = await Promise.all([
    getTranslations("operator"),
    getTranslations("common"),
    getTranslations("account"),
  ])
  return (
    <div className="mx-auto min-h-dvh max-w-content px-4 pb-16 md:px-8">
      <header className="flex flex-wrap items-center gap-x-6 gap-y-2 border-b py-3">
        <Link href="/operator" className="rounded-control font-medium">
          {tCommon("product")} <span className="font-normal text-secondary">· {t("area")}</span>
        </Link>
        <div className="ml-auto flex items-center gap-4">
          <LanguageSwitch />
          <Link href="/account" className="rounded-control text-13 text-secondary hover:text-ink">
            {tAccount("title")}
          </Link>
          <form action={signOut}>
            <SubmitButton variant="ghost" size="small">
              {t("signOut")}
            </SubmitButton>
          </form>
        </div>
      </header>
      <main id="content" className="pt-8">
        <NextIntlClientProvider>{children}</NextIntlClientProvider>
      </main>
    </div>
  )
}
