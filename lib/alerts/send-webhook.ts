import type { AlertKind } from "@/db/enums"
import { sql } from "@/db/index"
import { merchantHref } from "@/lib/address"
import { open } from "@/lib/crypto"
import { env } from "@/lib/env"
import type { Locale } from "@/lib/i18n/locale"
import { newId } from "@/lib/id"
import { enqueueJob } from "@/lib/jobs/enqueue"
import type { Jobs } from "@/lib/jobs/list"
import { composeAlert } from "./compose"
import type { RaisedAlert } from "./mail"
import { secretContext } from "./mutations"
import { postSigned } from "./post"
import { CLAIM_SECONDS, settle, skip } from "./settle"
import { RefusedTarget } from "./target"

type Claimed = RaisedAlert & {
  endpointId: string
  url: string
  secret: string
  isRemoved: boolean
  alertId: string
  merchantName: string
  slug: string
  currency: string
  timeZone: string
}

/**
 * The job behind one webhook. Claims it before posting; a repeat after a crash has the same `webhook-id`. A 200–299
 * answer is a success, 410 means that the endpoint is gone, anything else is retried.
 * @throws Error when it was not accepted, so that the job is retried, for a day
 */
export async function sendAlertWebhook(job: Jobs["send_alert_webhook"]): Promise<void> {
  const { merchantId, deliveryId } = job
  const claim = newId()
  const claimed = await claimPost(merchantId, deliveryId, claim)
  if (!claimed) return lookAgain(job)
  if (claimed.isRemoved) return skip(merchantId, [deliveryId], "removed")
  const outcome = await postSigned({
    url: claimed.url,
    secret: open(claimed.secret, secretContext(claimed.endpointId)),
    id: `msg_${deliveryId}`,
    body: bodyOf(merchantId, claimed),
  }).then(
    (status) => ({
      httpStatus: status,
      isFinal: status === 410,
      ...(!isTaken(status) && { error: `HTTP ${status}` }),
    }),
    (error: Error) => ({ error: wordsOf(error), isFinal: error instanceof RefusedTarget }),
  )
  if (await settle(merchantId, claim, outcome)) throw new Error(`webhook not taken: ${outcome.error}`)
}

const isTaken = (status: number) => status >= 200 && status < 300

/** Undici wraps errors of the connection phase. */
function wordsOf(error: Error): string {
  const code = "code" in error ? String(error.code) : ""
  return error.message || code || error.name
}

/** `incident_opened` as receivers see it: `incident.opened`. */
const eventType = (kind: AlertKind | "test") => kind.replace("_", ".")

/** The message: its type, its time, and in `data` the alert's facts and sentences. */
function bodyOf(merchantId: string, claimed: Claimed): Record<string, unknown> {
  const words = (locale: Locale) => {
    const { title, paragraphs } = composeAlert(claimed, claimed, locale)
    return { title, text: paragraphs.join(" ") }
  }
  const facts = Object.entries(claimed.params).map(([name, value]) => [
    name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    value,
  ])
  return {
    type: eventType(claimed.kind),
    timestamp: claimed.raisedAt.toISOString(),
    data: {
      alert_id: claimed.alertId,
      merchant: { id: merchantId, name: claimed.merchantName },
      ...Object.fromEntries(facts),
      ...("amountCents" in claimed.params && { currency: claimed.currency }),
      url: `${env.APP_URL}${merchantHref(claimed.slug, claimed.href)}`,
      fr: words("fr"),
      en: words("en"),
    },
  }
}

async function claimPost(merchantId: string, deliveryId: string, claim: string): Promise<Claimed | null> {
  const [claimed] = await sql<Claimed[]>`
    with taken as (
      update alert_deliveries set state = 'sending', claim = ${claim}, attempts = attempts + 1,
        claimed_until = now() + make_interval(secs => ${CLAIM_SECONDS})
      where merchant_id = ${merchantId} and id = ${deliveryId} and endpoint_id is not null
        and (state = 'waiting' or (state = 'sending' and claimed_until < now()))
      returning alert_id, endpoint_id, merchant_id
    )
    select t.endpoint_id as "endpointId", e.url, e.secret, e.removed_at is not null as "isRemoved", a.id as "alertId",
           a.kind, a.params, a.href, a.raised_at as "raisedAt", m.name as "merchantName", m.slug, m.currency,
           m.time_zone as "timeZone"
    from taken t
    join alerts a on a.id = t.alert_id
    join alert_endpoints e on e.id = t.endpoint_id
    join merchants m on m.id = t.merchant_id`
  return claimed ?? null
}

/** Another worker is posting. This job runs again later, in case that worker died. */
async function lookAgain(job: Jobs["send_alert_webhook"]): Promise<void> {
  const [held] = await sql<{ until: Date }[]>`
    select claimed_until as until from alert_deliveries
    where merchant_id = ${job.merchantId} and id = ${job.deliveryId} and state = 'sending'`
  if (!held) return
  const delaySeconds = Math.ceil((held.until.getTime() - Date.now()) / 1_000) + 1
  await enqueueJob("send_alert_webhook", job, { key: `alert-webhook:${job.deliveryId}`, delaySeconds })
}
