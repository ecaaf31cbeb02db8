import Link from "next/link"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { LanguageSwitch } from "@/components/shell/language-switch"
import { SubmitButton } from "@/components/ui/submit-button"
import { signOut } from "../(auth)/actions"

/** The vendor's side: across merchants, so without the portal's navigation. */
export default function OperatorLayout({ children }: { children: ReactNode }) {
  const t = useTranslations("operator")
  const product = useTranslations("common")("product")
  return (
    <div className="mx-auto min-h-dvh max-w-content px-4 pb-16 md:px-8">
      <header className="flex flex-wrap items-center gap-x-6 gap-y-2 border-b py-3">
        <Link href="/operator" className="rounded-control font-medium">
          {product} <span className="font-normal text-secondary">· {t("area")}</span>
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
        {children}
      </main>
    </div>
  )
}
