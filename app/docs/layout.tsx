import Link from "next/link"
import { NextIntlClientProvider } from "next-intl"
import { getTranslations } from "next-intl/server"
import type { ReactNode } from "react"
import { LanguageSwitch } from "@/components/shell/language-switch"
import { clientMessages } from "@/lib/i18n/client-messages"

/** Pages for POS developers: no sign-in, no merchant data. */
export default async function DocsLayout({ children }: { children: ReactNode }) {
  const [t, tCommon, messages] = await Promise.all([
    getTranslations("docs.nav"),
    getTranslations("common"),
    clientMessages("common", "docs"),
  ])
  const links = [
    { href: "/docs/api", label: t("reference") },
    { href: "/docs/api/errors", label: t("errors") },
    { href: "/docs/api/changelog", label: t("changelog") },
  ]
  return (
    <div className="mx-auto max-w-content px-4 md:px-8">
      <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 border-b py-3">
        <Link href="/" className="rounded-control text-16 font-medium">
          {tCommon("product")}
        </Link>
        <nav
          aria-label={t("label")}
          className="flex flex-1 flex-wrap gap-x-5 text-13 max-md:order-last max-md:basis-full"
        >
          {links.map(({ href, label }) => (
            <Link key={href} href={href} className="rounded-control py-1 text-secondary hover:text-ink">
              {label}
            </Link>
          ))}
          <a href="/api/pos/v1/openapi.json" className="rounded-control py-1 text-secondary hover:text-ink">
            {t("openapi")}
          </a>
        </nav>
        <LanguageSwitch />
      </header>
      <main className="pb-24 pt-8 [&_code]:font-mono [&_p>code]:text-[0.92em] [&_dd>code]:text-[0.92em]">
        <NextIntlClientProvider messages={{ common: messages.common, docs: { try: messages.docs.try } }}>
          {children}
        </NextIntlClientProvider>
      </main>
    </div>
  )
}
