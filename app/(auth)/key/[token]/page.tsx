import { getLocale, getTranslations } from "next-intl/server"
import { titledInSecret } from "@/app/titled"
import { env } from "@/lib/env"
import { openLink } from "@/lib/links/queries"
import { formatRelative } from "@/lib/time"
import { ClosedLink } from "../../closed-link"
import { NewKey } from "./new-key"

export const generateMetadata = titledInSecret("auth.key.documentTitle")

/** Creates an API key for a POS developer who has a link instead of an account. Opening the page creates nothing. */
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
