import type { AlertKind } from "@/db/enums"
import { sql } from "@/db/index"
import { env } from "@/lib/env"
import type { Locale } from "@/lib/i18n/locale"
import { newId } from "@/lib/id"
import { enqueueJob } from "@/lib/jobs/enqueue"
import type { Jobs } from "@/lib/jobs/list"
import { sendMail } from "@/lib/mail"
import { type RaisedAlert, writeMail } from "./mail"
import { CLAIM_SECONDS, settle, skip } from "./settle"

/** Alerts per e-mail at most; the rest follows in the next one. */
const MOST_IN_ONE = 50

type Claimed = RaisedAlert & { id: string }
type Reader = {
  email: string
  locale: Locale
  kinds: AlertKind[] | null
  merchantName: string
  slug: string
  currency: string
  timeZone: string
}

/**
 * The job behind one person's e-mails: everything due is sent as one message. Claims it before sending, so two workers
 * never send the same. A second copy is possible only after a crash between sending and recording it, under the same
 * message id.
 * @throws Error when the server did not accept it, so that the job is retried
 */
export async function sendAlertMails({ merchantId, userId }: Jobs["send_alert_mails"]): Promise<void> {
  const claim = newId()
  const claimed = await claimDue(merchantId, userId, claim)
  if (claimed.length === 0) return lookAgain(merchantId, userId)
  const reader = await readReader(merchantId, userId)
  const isWanted = ({ kind }: Claimed) =>
    reader !== null && (kind === "test" || reader.kinds === null || reader.kinds.includes(kind))
  const wanted = claimed.filter(isWanted)
  const unwanted = claimed.filter((row) => !isWanted(row)).map(({ id }) => id)
  await skip(merchantId, unwanted, reader ? "turned_off" : "left")
  if (!reader || wanted.length === 0) return
  if (!env.SMTP_URL)
    return skip(
      merchantId,
      wanted.map(({ id }) => id),
      "mail_off",
    )
  const mail = writeMail(wanted, { ...reader, name: reader.merchantName }, reader.locale)
  const error = await sendMail({ to: reader.email, id: wanted[0]!.id, ...mail }).then(
    () => undefined,
    (failure: Error) => failure,
  )
  const isTriedAgain = await settle(merchantId, claim, error ? { error: error.message } : {})
  if (error && isTriedAgain) throw error
  if (claimed.length === MOST_IN_ONE) await enqueueJob("send_alert_mails", { merchantId, userId })
}

/** Claims everything due, and messages whose claim has expired. */
const claimDue = (merchantId: string, userId: string, claim: string) =>
  sql<Claimed[]>`
    with taken as (
      update alert_deliveries set state = 'sending', claim = ${claim}, attempts = attempts + 1,
        claimed_until = now() + make_interval(secs => ${CLAIM_SECONDS})
      where merchant_id = ${merchantId} and id in (
        select id from alert_deliveries
        where merchant_id = ${merchantId} and user_id = ${userId} and due_at <= now()
          and (state = 'waiting' or (state = 'sending' and claimed_until < now()))
        order by due_at, id limit ${MOST_IN_ONE} for update skip locked
      )
      returning id, alert_id
    )
    select t.id, a.kind, a.params, a.href, a.raised_at as "raisedAt"
    from taken t join alerts a on a.id = t.alert_id
    order by a.raised_at, a.id`

/**
 * Another worker's messages stay claimed until the claim expires. This job runs again then, in case that worker died,
 * and also for messages that are not due yet.
 */
async function lookAgain(merchantId: string, userId: string): Promise<void> {
  const [later] = await sql<{ at: Date | null }[]>`
    select min(case state when 'sending' then claimed_until else due_at end) as at from alert_deliveries
    where merchant_id = ${merchantId} and user_id = ${userId} and state in ('waiting', 'sending')`
  if (!later?.at) return
  const key = `alert-mails:${merchantId}:${userId}`
  const delaySeconds = Math.max(0, Math.ceil((later.at.getTime() - Date.now()) / 1_000)) + 1
  await enqueueJob("send_alert_mails", { merchantId, userId }, { key, delaySeconds })
}

async function readReader(merchantId: string, userId: string): Promise<Reader | null> {
  const [reader] = await sql<Reader[]>`
    select u.email, coalesce(p.locale, 'fr') as locale, p.kinds, m.name as "merchantName", m.slug, m.currency,
           m.time_zone as "timeZone"
    from memberships b
    join users u on u.id = b.user_id
    join merchants m on m.id = b.merchant_id
    left join alert_preferences p on p.merchant_id = b.merchant_id and p.user_id = b.user_id
    where b.merchant_id = ${merchantId} and b.user_id = ${userId}`
  return reader ?? null
}
