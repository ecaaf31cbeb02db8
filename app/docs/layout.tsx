import Link from "next/link"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { LanguageSwitch } from "@/components/shell/language-switch"

/** Pages for POS developers: they need no sign-in and show nothing of a merchant. */
export default function DocsLayout({ children }: { children: ReactNode }) {
  const t = useTranslations("docs.nav")
  const product = useTranslations("common")("product")
  const links = [
    { href: "/docs/api", label: t("reference") },
    { href: "/docs/api/errors", label: t("errors") },
  ]
  return (
    <div className="mx-auto max-w-content px-4 md:px-8">
      <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 border-b py-3">
        <Link href="/" className="rounded-control text-16 font-medium">
          {product}
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
      <main className="pb-24 pt-8">{children}</main>
    </div>
  )
}
