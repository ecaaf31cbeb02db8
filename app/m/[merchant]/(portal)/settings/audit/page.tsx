import { getLocale, getNow, getTranslations } from "next-intl/server"
import { z } from "zod"
import { titled } from "@/app/titled"
import { ButtonLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { Section } from "@/components/ui/page-header"
import { listAuditEvents } from "@/lib/audit/queries"
import { alsoActing, hasRole } from "@/lib/auth/ctx"
import { requireMember } from "@/lib/auth/session"
import { getMerchant } from "@/lib/merchants/queries"
import { formatDateTime, formatRelative } from "@/lib/time"
import { SettingsHeader } from "../settings-header"
import { AuditSentence } from "./audit-sentence"

const PAGE_SIZE = 50
const search = z.object({ before: z.uuid().optional().catch(undefined) })

export const generateMetadata = titled("settings.tabs.audit")

export default async function AuditPage({ params, searchParams }: PageProps<"/m/[merchant]/settings/audit">) {
  const ctx = await requireMember(params)
  const { before } = search.parse(await searchParams)
  const mayRead = hasRole(ctx, alsoActing("manager"))
  const [events, { timeZone }, locale, now, t] = await Promise.all([
    mayRead ? listAuditEvents(ctx, { before, limit: PAGE_SIZE + 1 }) : [],
    getMerchant(ctx),
    getLocale(),
    getNow(),
    getTranslations("settings.audit"),
  ])
  const shown = events.slice(0, PAGE_SIZE)
  const oldest = shown.at(-1)
  const hasOlder = events.length > PAGE_SIZE
  return (
    <>
      <SettingsHeader tab="audit" />
      <Section title={t("title")} sentence={t("sentence")}>
        {!mayRead ? (
          <EmptyState title={t("notAllowed.title")}>{t("notAllowed.body")}</EmptyState>
        ) : shown.length === 0 ? (
          <EmptyState title={t("empty.title")}>{t("empty.body")}</EmptyState>
        ) : (
          <ol className="border-t">
            {shown.map((event) => (
              <li
                key={event.id}
                className="flex flex-wrap items-baseline justify-between gap-x-8 gap-y-0.5 border-b py-2.5"
              >
                <p className="min-w-0 max-w-prose">
                  <AuditSentence event={event} />
                </p>
                <time dateTime={event.at.toISOString()} className="shrink-0 text-13 text-secondary">
                  {formatDateTime(event.at, { locale, timeZone })} · {formatRelative(event.at, now, locale)}
                </time>
              </li>
            ))}
          </ol>
        )}
        {(before || hasOlder) && (
          <div className="mt-4 flex gap-2">
            {before && <ButtonLink href="/settings/audit">{t("newest")}</ButtonLink>}
            {hasOlder && oldest && (
              <ButtonLink href={`/settings/audit?before=${oldest.id}`}>{t("older")}</ButtonLink>
            )}
          </div>
        )}
      </Section>
    </>
  )
}
