import { useLocale, useNow, useTranslations } from "next-intl"
import { DefinitionList } from "@/components/ui/definition-list"
import { Section } from "@/components/ui/page-header"
import { formatRelative } from "@/lib/time"
import { CheckSubscriptions } from "./check-subscriptions"

type Reading = {
  pagesRead: number
  lastPage: number | null
  customersRead: number
  customersGone: number
  finishedAt: Date | null
  lastCompleteAt: Date | null
  error: string | null
}

type Webhooks = {
  isReachable: boolean
  events: string[]
  since: Date | null
  lastReceivedAt: Date | null
  error: string | null
  checkedAt: Date | null
  renewedAt: Date | null
}

const EVENTS = ["customer.created", "customer.updated"]

/** How Pongo's customers arrive: the first sync, the nightly syncs, and webhooks. */
export function PongoNews({
  reading,
  webhooks,
  mayCheck,
}: {
  reading: Reading | null
  webhooks: Webhooks
  mayCheck: boolean
}) {
  const t = useTranslations("settings.connection.news")
  return (
    <Section title={t("title")} sentence={t("sentence")}>
      <DefinitionList
        items={[
          { term: t("reading"), value: <ReadingState reading={reading} /> },
          { term: t("webhooks"), value: <WebhookState webhooks={webhooks} mayCheck={mayCheck} /> },
        ]}
      />
    </Section>
  )
}

function ReadingState({ reading }: { reading: Reading | null }) {
  const t = useTranslations("settings.connection.news")
  const locale = useLocale()
  const now = useNow()
  if (!reading) return <span className="text-secondary">{t("readingNever")}</span>
  const { customersRead, customersGone, pagesRead, lastPage, finishedAt, lastCompleteAt, error } = reading
  const isWaiting = error !== null && !finishedAt
  return (
    <>
      {finishedAt ? (
        <p>{t("readingDone", { count: customersRead, when: formatRelative(finishedAt, now, locale) })}</p>
      ) : (
        <p role="status">
          {lastPage
            ? t("readingOf", { count: customersRead, page: pagesRead, pages: lastPage })
            : t("readingSoFar", { count: customersRead })}
        </p>
      )}
      {customersGone > 0 && <p className="text-secondary">{t("readingGone", { count: customersGone })}</p>}
      {!finishedAt && lastCompleteAt && (
        <p className="text-secondary">
          {t("readingBefore", { when: formatRelative(lastCompleteAt, now, locale) })}
        </p>
      )}
      {isWaiting && <p className="mt-1 max-w-prose text-secondary">{t("readingWaits", { kind: error })}</p>}
      {finishedAt && error && <p className="mt-1 max-w-prose text-failed">{t("readingIncomplete")}</p>}
    </>
  )
}

function WebhookState({ webhooks, mayCheck }: { webhooks: Webhooks; mayCheck: boolean }) {
  const t = useTranslations("settings.connection.news")
  const locale = useLocale()
  const now = useNow()
  const { isReachable, events, since, lastReceivedAt, error, checkedAt, renewedAt } = webhooks
  if (!isReachable) return <span className="text-secondary">{t("webhooksUnreachable")}</span>
  const isWhole = EVENTS.every((event) => events.includes(event))
  return (
    <>
      {isWhole && since ? (
        <p>{t("webhooksOn", { when: formatRelative(since, now, locale) })}</p>
      ) : (
        !error && <p>{t("webhooksPending")}</p>
      )}
      {isWhole && (
        <p className="text-secondary">
          {lastReceivedAt
            ? t("webhooksLast", { when: formatRelative(lastReceivedAt, now, locale) })
            : t("webhooksNone")}
        </p>
      )}
      {isWhole && checkedAt && (
        <p className="text-secondary">
          {t("webhooksChecked", { when: formatRelative(checkedAt, now, locale) })}
        </p>
      )}
      {isWhole && renewedAt && (
        <p className="text-secondary">
          {t("webhooksRenewed", { when: formatRelative(renewedAt, now, locale) })}
        </p>
      )}
      {error && <p className="mt-1 max-w-prose text-failed">{t("webhooksError", { kind: error })}</p>}
      {mayCheck && <CheckSubscriptions />}
    </>
  )
}
