import type { Metadata } from "next"
import { getLocale, getTranslations } from "next-intl/server"
import type { ReactNode } from "react"
import { Banner } from "@/components/ui/banner"
import { buttonStyle } from "@/components/ui/button"
import { openConnectionLink } from "@/lib/connections/links"
import { connectionReturn } from "@/lib/connections/schema"
import { errorSentence } from "@/lib/i18n/error-sentence"
import { formatRelative } from "@/lib/time"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.connect"))("documentTitle"), robots: { index: false } }
}

/** Connects Pongo from a link, for the person who has the Pongo password. They need no account here. */
export default async function ConnectPage({ params, searchParams }: PageProps<"/connect/[token]">) {
  const { token } = await params
  const { error, connected } = connectionReturn.parse(await searchParams)
  const [t, tErrors, locale, link] = await Promise.all([
    getTranslations("auth.connect"),
    getTranslations("errors"),
    getLocale(),
    openConnectionLink(token),
  ])
  const banner = error && (
    <div role="alert" className="mb-6">
      <Banner tone={error === "oauth_in_progress" ? "neutral" : "failed"}>
        {errorSentence(tErrors, { code: error })}
      </Banner>
    </div>
  )

  if (link?.isUsed && error === "oauth_in_progress")
    return (
      <>
        {banner}
        <Title>{t("title", { merchant: link.merchantName })}</Title>
      </>
    )
  if (!link || (link.isUsed && !connected))
    return (
      <>
        {error !== "link_invalid" && banner}
        <Title>{t("invalid.title")}</Title>
        <Sentence>{t("invalid.body")}</Sentence>
      </>
    )
  if (link.isUsed)
    return (
      <>
        <Title>{t("done.title", { merchant: link.merchantName })}</Title>
        <Sentence>{t("done.body")}</Sentence>
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

function Title({ children }: { children: string }) {
  return <h1 className="text-balance text-28 font-medium tracking-[-0.015em]">{children}</h1>
}

function Sentence({ children }: { children: ReactNode }) {
  return <p className="mt-3 text-pretty text-secondary">{children}</p>
}
