import Link from "next/link"
import { NextIntlClientProvider } from "next-intl"
import { getTranslations } from "next-intl/server"
import type { ReactNode } from "react"
import { LanguageSwitch } from "@/components/shell/language-switch"
import { clientMessages } from "@/lib/i18n/client-messages"

/** Layout of pages without a merchant: product name, one task, language switch. */
export default async function AuthLayout({ children }: { children: ReactNode }) {
  const [t, docs, messages] = await Promise.all([
    getTranslations("common"),
    getTranslations("docs"),
    clientMessages("account", "auth", "common", "errors"),
  ])
  return (
    <div className="mx-auto flex min-h-dvh max-w-[26rem] flex-col px-4 pb-6 pt-[max(2rem,14vh)]">
      <header>
        <p className="text-16 font-medium">{t("product")}</p>
      </header>
      <main className="mt-10 flex-1">
        <NextIntlClientProvider messages={messages}>{children}</NextIntlClientProvider>
      </main>
      <footer className="mt-12 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <LanguageSwitch />
        <Link href="/docs/api" className="rounded-control py-1 text-13 text-secondary hover:text-ink">
          {docs("title")}
        </Link>
      </footer>
    </div>
  )
}
