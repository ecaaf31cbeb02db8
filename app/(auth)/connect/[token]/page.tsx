import { getLocale, getTranslations } from "next-intl/server"
import type { ReactNode } from "react"
import { titledInSecret } from "@/app/titled"
import { Banner } from "@/components/ui/banner"
import { buttonStyle } from "@/components/ui/button"
import { connectionReturn } from "@/lib/connections/schema"
import { errorSentence } from "@/lib/i18n/error-sentence"
import { openLink } from "@/lib/links/queries"
import { formatRelative } from "@/lib/time"
import { ClosedLink } from "../../closed-link"
import { Title } from "../../title"

export const generateMetadata = titledInSecret("auth.connect.documentTitle")

/** Connects Pongo from a link, for the person who has the Pongo password. They need no account here. */
export default async function ConnectPage({ params, searchParams }: PageProps<"/connect/[token]">) {
  const { token } = await params
  const { error, connected } = connectionReturn.parse(await searchParams)
  const [t, tErrors, locale, link] = await Promise.all([
    getTranslations("auth.connect"),
    getTranslations("errors"),
    getLocale(),
    openLink("connection", token),
  ])
  const banner = error && (
    <div role="alert" className="mb-6">
      <Banner tone={error === "oauth_in_progress" ? "neutral" : "failed"}>
        {errorSentence(tErrors, { code: error })}
      </Banner>
    </div>
  )

  if (link?.state === "used" && error === "oauth_in_progress")
    return (
      <>
        {banner}
        <Title>{t("title", { merchant: link.merchantName })}</Title>
      </>
    )
  if (link?.state === "used" && connected)
    return (
      <>
        <Title>{t("done.title", { merchant: link.merchantName })}</Title>
        <Sentence>{t("done.body")}</Sentence>
      </>
    )
  if (link?.state !== "open")
    return (
      <>
        {error !== "link_invalid" && banner}
        <ClosedLink of="connection" link={link} />
      </>
    )
  return (
    <>
      {banner}
      <Title>{t("title", { merchant: link.merchantName })}</Title>
      <Sentence>{t("body", { who: link.createdBy, merchant: link.merchantName })}</Sentence>
      <ul className="mt-4 list-disc space-y-1.5 pl-5 text-secondary">
        <li>{t("password")}</li>
        <li>{t("nothingElse")}</li>
        <li>{t("expires", { when: formatRelative(link.expiresAt, new Date(), locale) })}</li>
      </ul>
      <a
        href={`/api/pongo/oauth/start?link=${encodeURIComponent(token)}`}
        className={`${buttonStyle({ variant: "primary" })} mt-6 w-full`}
      >
        {t("start")}
      </a>
    </>
  )
}

function Sentence({ children }: { children: ReactNode }) {
  return <p className="mt-3 text-pretty text-secondary">{children}</p>
}
