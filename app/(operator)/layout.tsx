import { NextIntlClientProvider } from "next-intl"
import { getTranslations } from "next-intl/server"
import type { ReactNode } from "react"
import { Link } from "@/components/link"
import { requireOperator } from "@/lib/auth/session"
import { PersonFrame } from "../person-frame"

/** The vendor's pages span merchants, so they have no portal navigation. */
export default async function OperatorLayout({ children }: { children: ReactNode }) {
  // Check above the page skeletons: once streaming starts, the status can no longer be 404.
  await requireOperator()
  const [t, tAccount] = await Promise.all([getTranslations("operator"), getTranslations("account")])
  return (
    <PersonFrame
      home="/operator"
      area={t("area")}
      links={
        <Link href="/account" className="rounded-control py-1 text-13 text-secondary hover:text-ink">
          {tAccount("title")}
        </Link>
      }
    >
      <NextIntlClientProvider>{children}</NextIntlClientProvider>
    </PersonFrame>
  )
}
