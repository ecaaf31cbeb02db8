import { getTranslations } from "next-intl/server"
import type { Tone } from "@/components/ui/badge"
import { Timeline, type TimelineItem } from "@/components/ui/timeline"
import type { AttemptOutcome } from "@/db/enums"
import type { Locale } from "@/lib/i18n/locale"
import { explainSync } from "@/lib/orders/explain"
import type { PastHold } from "@/lib/orders/hold-history"
import type { Attempt, OrderDetail } from "@/lib/orders/queries"
import type { ExchangePhase } from "@/lib/pongo/exchange"
import { formatDateTime, formatDuration } from "@/lib/time"
import { AttemptDetail } from "./attempt-detail"

type Props = { order: OrderDetail; attempts: Attempt[]; waits: PastHold[]; timeZone: string; locale: Locale }

/** The order's history from the till to Pongo, one sentence per event, and what comes next. */
export async function Journey(props: Props) {
  const t = await getTranslations("orders.order.timeline")
  return <Timeline label={t("label")} items={await itemsOf(props)} />
}

async function itemsOf({ order, attempts, waits, timeZone, locale }: Props): Promise<TimelineItem[]> {
  const t = await getTranslations("orders.order.timeline")
  const at = (date: Date) => ({
    time: formatDateTime(date, { locale, timeZone, style: "precise" }),
    dateTime: date.toISOString(),
  })
  const happened = [
    ...order.events.map((event, index) => ({
      at: event.at,
      item: {
        id: `event-${index}`,
        sentence: t(`events.${event.kind as EventKind}`, { actor: event.actor ?? "none" }),
        ...at(event.at),
        tone: EVENT_TONE[event.kind],
        note: event.reason && t("reason", { reason: event.reason }),
      },
    })),
    ...waits.flatMap(({ reason, from, until, by }, index) => [
      {
        at: from,
        item: {
          id: `held-${index}`,
          sentence: t(`waits.held.${reason}`, { location: order.locationName }),
          ...at(from),
          tone: "held" as const,
        },
      },
      ...(until
        ? [
            {
              at: until,
              item: {
                id: `released-${index}`,
                sentence: t(`waits.released.${reason}`, {
                  location: order.locationName,
                  actor: by ?? "none",
                  duration: formatDuration(until.getTime() - from.getTime(), locale),
                }),
                ...at(until),
                tone: "queued" as const,
              },
            },
          ]
        : []),
    ]),
    ...(await Promise.all(
      attempts.map(async (attempt, index) => ({
        at: attempt.startedAt,
        item: {
          id: attempt.id,
          sentence: await attemptSentence(attempt),
          ...at(attempt.startedAt),
          tone: OUTCOME_TONE[attempt.outcome],
          note: await attemptNote(attempt, isReleased(attempt, attempts[index - 1], waits), locale),
          detail: <AttemptDetail attempt={attempt} locale={locale} />,
        },
      })),
    )),
  ].sort((a, b) => a.at.getTime() - b.at.getTime())

  const next = await nextItem(order, at, locale)
  return [
    {
      id: "received",
      sentence: t(receivedKey(order), { till: order.tillName ?? "none" }),
      ...at(order.receivedAt),
      note: order.apiKeyName && t("stored", { key: order.apiKeyName }),
    },
    ...happened.map(({ item }) => item),
    ...(next ? [next] : []),
  ]
}

type EventKind =
  | "payment_paid"
  | "payment_failed"
  | "payment_cancelled"
  | "changed"
  | "replay_requested"
  | "cancelled"
  | "refunded"
  | "partly_refunded"
  | "corrected"
  | "pongo_told"
  | "never_at_pongo"

const EVENT_TONE: Record<string, Tone> = { payment_failed: "failed" }

/** True for the first attempt after a hold ended: the end of the hold triggered it. */
function isReleased(attempt: Attempt, previous: Attempt | undefined, waits: PastHold[]) {
  return (
    (attempt.trigger === "first" || attempt.trigger === "automatic") &&
    waits.some(
      ({ until }) => until && until <= attempt.startedAt && (!previous || previous.startedAt < until),
    )
  )
}

const OUTCOME_TONE: Record<AttemptOutcome, Tone> = {
  delivered: "delivered",
  already_processed: "delivered",
  will_retry: "retrying",
  interrupted: "retrying",
  connection_revoked: "held",
  store_unknown: "held",
  rejected: "failed",
  gave_up: "failed",
  not_verified: "neutral",
}

/** The state in which the till sent it. Later changes, such as a refund, are separate events. */
function receivedKey({ state, paidAt, events }: OrderDetail) {
  if (state === "paid_elsewhere") return "receivedElsewhere"
  return paidAt && !events.some(({ kind }) => kind === "payment_paid") ? "received" : "receivedOpen"
}

async function attemptSentence(attempt: Attempt) {
  const [t, tKinds] = await Promise.all([
    getTranslations("orders.order.timeline.outcomes"),
    getTranslations("orders.errorKinds"),
  ])
  if (attempt.trigger === "verify" || attempt.outcome === "not_verified") return verificationSentence(attempt)
  if (attempt.outcome === "will_retry" || attempt.outcome === "gave_up")
    return tKinds(attempt.errorKind ?? "internal")
  return t(attempt.outcome, { store: attempt.storeSlug ?? "" })
}

/** The outcome of a verification, which never changes the order. */
async function verificationSentence({ outcome, errorKind }: Attempt) {
  const [t, tKinds] = await Promise.all([
    getTranslations("orders.order.timeline.verification"),
    getTranslations("orders.errorKinds"),
  ])
  if (outcome === "already_processed") return t("verified")
  if (outcome === "delivered") return t("arrived")
  return t("not_verified", { cause: tKinds(errorKind ?? "internal") })
}

async function attemptNote(attempt: Attempt, isAfterHold: boolean, locale: Locale) {
  const t = await getTranslations("orders.order.timeline")
  const facts = [
    t(`triggers.${isAfterHold ? "release" : attempt.trigger}`, { actor: attempt.actor ?? "none" }),
    attempt.phase && t("failedWhile", { phase: t(`detail.phases.${attempt.phase as ExchangePhase}`) }),
    attempt.httpStatus && `HTTP ${attempt.httpStatus}`,
    attempt.durationMs !== null &&
      t(attempt.httpStatus ? "duration" : "cutAfter", {
        duration: formatDuration(attempt.durationMs, locale),
      }),
    attempt.outcome === "gave_up" && t("lastTry"),
    attempt.nextAttemptAt && t("next", { delay: formatDuration(waitedMs(attempt), locale) }),
  ].filter(Boolean)
  return (
    <>
      {attempt.outcome === "rejected" && attempt.message && <p>{t("said", { message: attempt.message })}</p>}
      <p className="text-13">{facts.join(" · ")}</p>
    </>
  )
}

/** Time from the end of an attempt to the next planned one. */
function waitedMs({ startedAt, durationMs, nextAttemptAt }: Attempt) {
  return Math.max(0, nextAttemptAt!.getTime() - startedAt.getTime() - (durationMs ?? 0))
}

/** What happens next, unless the order has reached its end. */
async function nextItem(
  order: OrderDetail,
  at: (date: Date) => { time: string; dateTime: string },
  locale: Locale,
): Promise<TimelineItem | null> {
  const t = await getTranslations("orders.order.timeline")
  const now = { time: t("now"), dateTime: new Date().toISOString() }
  switch (order.status) {
    case "held":
      return { id: "now", sentence: explainSync(order, locale), ...now, tone: "held" }
    case "queued":
    case "sending":
      return { id: "now", sentence: explainSync(order, locale), ...now, tone: "queued" }
    case "waiting_payment":
      return { id: "now", sentence: explainSync(order, locale), ...now }
    case "retrying":
      return order.nextAttemptAt && order.nextAttemptAt.getTime() > Date.now()
        ? { id: "now", sentence: t("upcoming"), ...at(order.nextAttemptAt), tone: "retrying" }
        : { id: "now", sentence: t("upcoming"), ...now, tone: "retrying" }
    default:
      return null
  }
}
