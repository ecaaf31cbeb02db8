import type { Metadata } from "next"
import { getLocale, getTranslations } from "next-intl/server"
import { env } from "@/lib/env"
import { openLink } from "@/lib/links/queries"
import { formatRelative } from "@/lib/time"
import { ClosedLink } from "../../closed-link"
import { NewKey } from "./new-key"

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.key")
  // The address is a secret: keep it out of the referrer.
  return { title: t("documentTitle"), referrer: "no-referrer", robots: { index: false } }
}

/** Where the developer of the till creates the key, by a link instead of an account. Opening it creates nothing. */
export default async function KeyPage({ params }: PageProps<"/key/[token]">) {
  const { token } = await params
  const [t, locale, link] = await Promise.all([
    getTranslations("auth.key"),
    getLocale(),
    openLink("key", token),
  ])
  if (!link) return <ClosedLink of="key" link={null} />
  return (
    <NewKey
      token={token}
      merchant={link.merchantName}
      apiUrl={`${env.APP_URL}/api/pos/v1`}
      closed={link.state !== "open" && <ClosedLink of="key" link={link} />}
    >
      <p className="text-pretty text-secondary">
        {t("body", { who: link.createdBy, merchant: link.merchantName })}
      </p>
      <ul className="mb-6 mt-4 list-disc space-y-1.5 pl-5 text-secondary">
        <li>{t("allows")}</li>
        <li>{t("once")}</li>
        <li>{t("expires", { when: formatRelative(link.expiresAt, new Date(), locale) })}</li>
      </ul>
    </NewKey>
  )
}
