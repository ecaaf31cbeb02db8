import { and, asc, eq, isNull } from "drizzle-orm"
import type { AlertDeliveryReason, AlertDeliveryState, AlertKind } from "@/db/enums"
import { ALERT_KINDS } from "@/db/enums"
import { db, sql } from "@/db/index"
import { alertEndpoints, merchants } from "@/db/schema"
import { type Ctx, hasRole } from "@/lib/auth/ctx"
import { DEFAULT_LOCALE } from "@/lib/i18n/locale"
import type { RaisedAlert } from "./mail"
import type { AlertPreferences } from "./schema"

/** The caller's choices, or the defaults. */
export async function getAlertPreferences(ctx: Ctx): Promise<AlertPreferences> {
  const userId = ctx.actor.kind === "user" ? ctx.actor.id : null
  const [row] = await sql<
    { kinds: AlertKind[]; locale: AlertPreferences["locale"]; from: number | null; until: number | null }[]
  >`
    select kinds, locale, quiet_from as "from", quiet_until as "until" from alert_preferences
    where merchant_id = ${ctx.merchantId} and user_id = ${userId}`
  if (!row)
    return { kinds: hasRole(ctx, "manager") ? [...ALERT_KINDS] : [], locale: DEFAULT_LOCALE, quiet: null }
  const { kinds, locale, from, until } = row
  return { kinds, locale, quiet: from !== null && until !== null ? { from, until } : null }
}

/** Hours that orders may wait before somebody is told. */
export async function getHeldHours(ctx: Ctx): Promise<number> {
  const [row] = await db
    .select({ hours: merchants.heldAlertHours })
    .from(merchants)
    .where(eq(merchants.id, ctx.merchantId))
  if (!row) throw new Error(`merchant ${ctx.merchantId} does not exist`)
  return row.hours
}

export type Endpoint = { id: string; url: string; kinds: AlertKind[]; createdAt: Date }

/** The merchant's endpoints, oldest first. Never includes their secrets. */
export function listEndpoints(ctx: Ctx): Promise<Endpoint[]> {
  return db
    .select({
      id: alertEndpoints.id,
      url: alertEndpoints.url,
      kinds: alertEndpoints.kinds,
      createdAt: alertEndpoints.createdAt,
    })
    .from(alertEndpoints)
    .where(and(eq(alertEndpoints.merchantId, ctx.merchantId), isNull(alertEndpoints.removedAt)))
    .orderBy(asc(alertEndpoints.createdAt), asc(alertEndpoints.id))
}

export type AlertDelivery = RaisedAlert & {
  id: string
  /** A person's name, or an endpoint's address. */
  recipient: string
  channel: "mail" | "webhook"
  state: AlertDeliveryState
  reason: AlertDeliveryReason | null
  dueAt: Date
  sentAt: Date | null
  attempts: number
  httpStatus: number | null
  error: string | null
  /** Its endpoint was removed. */
  isRemoved: boolean
}

const LOG_SIZE = 50

/** The last {@link LOG_SIZE} messages, newest first: everyone's for managers, their own for a viewer. */
export function listAlertDeliveries(ctx: Ctx): Promise<AlertDelivery[]> {
  const own = ctx.actor.kind === "user" ? ctx.actor.id : null
  return sql<AlertDelivery[]>`
    select d.id, a.kind, a.params, a.href, a.raised_at as "raisedAt", coalesce(u.name, e.url) as recipient,
           case when d.user_id is null then 'webhook' else 'mail' end as channel, d.state, d.reason,
           d.due_at as "dueAt", d.sent_at as "sentAt", d.attempts, d.http_status as "httpStatus", d.error,
           e.removed_at is not null as "isRemoved"
    from alert_deliveries d
    join alerts a on a.id = d.alert_id
    left join users u on u.id = d.user_id
    left join alert_endpoints e on e.id = d.endpoint_id
    where d.merchant_id = ${ctx.merchantId} ${hasRole(ctx, "manager") ? sql`` : sql`and d.user_id = ${own}`}
    order by d.created_at desc nulls last, d.id desc nulls last
    limit ${LOG_SIZE}`
}

export type ToldAlert = Omit<RaisedAlert, "href"> & {
  id: string
  /** Number of recipients who have it. */
  sent: number
}

/** The alerts about one page, for example an incident, oldest first. */
export const listAlertsAbout = (ctx: Ctx, href: string): Promise<ToldAlert[]> =>
  sql<ToldAlert[]>`
    select a.id, a.kind, a.params, a.raised_at as "raisedAt",
           (select count(*)::int from alert_deliveries d where d.alert_id = a.id and d.state = 'sent') as sent
    from alerts a where a.merchant_id = ${ctx.merchantId} and a.href = ${href}
    order by a.raised_at, a.id`
