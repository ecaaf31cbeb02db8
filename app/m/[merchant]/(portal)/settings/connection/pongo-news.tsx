import { useLocale, useNow, useTranslations } from "next-intl"
import { DefinitionList } from "@/components/ui/definition-list"
import { Section } from "@/components/ui/page-header"
import { formatRelative } from "@/lib/time"

type Reading = {
  pagesRead: number
  lastPage: number | null
  customersRead: number
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
}

const EVENTS = ["customer.created", "customer.updated"]

/** How Pongo's customers come in: the first reading and the nightly ones, and what Pongo tells us as it happens. */
export function PongoNews({ reading, webhooks }: { reading: Reading | null; webhooks: Webhooks }) {
  const t = useTranslations("settings.connection.news")
  return (
    <Section title={t("title")} sentence={t("sentence")}>
      <DefinitionList
        items={[
          { term: t("reading"), value: <ReadingState reading={reading} /> },
          { term: t("webhooks"), value: <WebhookState webhooks={webhooks} /> },
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
  const { customersRead, pagesRead, lastPage, finishedAt, lastCompleteAt, error } = reading
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

function WebhookState({ webhooks }: { webhooks: Webhooks }) {
  const t = useTranslations("settings.connection.news")
  const locale = useLocale()
  const now = useNow()
  const { isReachable, events, since, lastReceivedAt, error } = webhooks
  if (!isReachable) return <span className="text-secondary">{t("webhooksUnreachable")}</span>
  const isWhole = EVENTS.every((event) => events.includes(event))
  return (
    <>
      <p>
        {isWhole && since
          ? t("webhooksOn", { when: formatRelative(since, now, locale) })
          : t("webhooksPending")}
      </p>
      {isWhole && (
        <p className="text-secondary">
          {lastReceivedAt
            ? t("webhooksLast", { when: formatRelative(lastReceivedAt, now, locale) })
            : t("webhooksNone")}
        </p>
      )}
      {!isWhole && error && (
        <p className="mt-1 max-w-prose text-failed">{t("webhooksError", { kind: error })}</p>
      )}
    </>
  )
}
