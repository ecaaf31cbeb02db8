import { getTranslations } from "next-intl/server"
import type { ReactNode } from "react"
import { Link } from "@/components/link"
import { LanguageSwitch } from "@/components/shell/language-switch"
import { SubmitButton } from "@/components/ui/submit-button"
import { signOut } from "./(auth)/actions"

/**
 * Frame of the pages outside a merchant: title, language switch, sign-out.
 * @param links shown beside sign-out
 */
export async function PersonFrame({
  home,
  area,
  links,
  children,
}: {
  home: "/" | "/operator"
  area?: string
  links?: ReactNode
  children: ReactNode
}) {
  const [t, tCommon] = await Promise.all([getTranslations("account"), getTranslations("common")])
  return (
    <div className="mx-auto min-h-dvh max-w-content px-4 pb-16 md:px-8">
      <header className="flex flex-wrap items-center gap-x-6 gap-y-2 border-b py-3">
        <Link href={home} className="rounded-control py-0.5 font-medium">
          {tCommon("product")}
          {area && <span className="font-normal text-secondary"> · {area}</span>}
        </Link>
        <div className="ml-auto flex items-center gap-4">
          <LanguageSwitch />
          {links}
          <form action={signOut}>
            <SubmitButton variant="ghost" size="small" className="-mr-2.5">
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
