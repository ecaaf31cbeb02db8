import { z } from "zod"
import { ALERT_KINDS, type AlertKind, INCIDENT_CAUSES } from "@/db/enums"
import type { PortalPath } from "@/lib/address"
import { LOCALES } from "@/lib/i18n/locale"

const count = z.number().int().nonnegative()
const moment = z.iso.datetime({ offset: true })
const incident = z.object({
  cause: z.enum(INCIDENT_CAUSES),
  /** Empty when the cause is not a single location. */
  location: z.string(),
  /** Number of locations affected. */
  locations: count,
  /** Pongo's own words, empty if it gave none. */
  said: z.string(),
  orders: count,
  customers: count,
  amountCents: z.number().int(),
  since: moment,
})

/** The parameters of each kind of alert, beside its link. Names and numbers only, never personal data. */
export const ALERT_PARAMS = {
  /** `orders`: waiting at that moment. `because`: Pongo's words, or empty. */
  connection_revoked: z.object({ since: moment, orders: count, because: z.string() }),
  incident_opened: incident,
  incident_recovered: incident.extend({ recovered: count, until: moment }),
  /** `hours`: the merchant's own limit that was exceeded. */
  orders_held_long: incident.omit({ customers: true, said: true }).extend({ hours: count }),
  retries_exhausted: incident.omit({ cause: true, location: true, locations: true, said: true }),
  /** `day`: YYYY-MM-DD. `orders` and `amountCents`: missing at Pongo. */
  day_gap: z.object({
    location: z.string(),
    day: z.iso.date(),
    orders: count,
    amountCents: z.number().int(),
  }),
  /** `count`: rewards that tills can no longer use and could before. */
  rewards_worse: z.object({ location: z.string(), count }),
  /** `by`: who asks. `until`: when the request lapses. */
  replay_to_approve: z.object({
    name: z.string(),
    by: z.string(),
    orders: count,
    customers: count,
    amountCents: z.number().int(),
    until: moment,
  }),
} satisfies Record<AlertKind, z.ZodType<Record<string, string | number>>>

export type AlertParams = { [Kind in AlertKind]: z.output<(typeof ALERT_PARAMS)[Kind]> }

/** One alert to raise: its kind, the key of the change, the parameters of its sentences and the page to open. */
export type NewAlert = {
  [Kind in AlertKind]: { kind: Kind; key: string; params: AlertParams[Kind]; href: PortalPath }
}[AlertKind]

/** Kinds that do not wait for the end of quiet hours. */
export const URGENT_KINDS: readonly AlertKind[] = ["connection_revoked", "incident_opened"]
/** Kinds that only owners and managers can act on, and get. */
export const MANAGER_KINDS: readonly AlertKind[] = ["replay_to_approve"]

const kinds = z
  .array(z.enum(ALERT_KINDS))
  .transform((chosen) => ALERT_KINDS.filter((kind) => chosen.includes(kind)))
const hour = z.number().int().min(0).max(23)

export const alertPreferences = z.object({
  kinds,
  locale: z.enum(LOCALES),
  quiet: z.object({ from: hour, until: hour }).nullable(),
})
export type AlertPreferences = z.output<typeof alertPreferences>

export const newEndpoint = z.object({
  url: z
    .string()
    .trim()
    .max(2_000)
    .pipe(z.url({ protocol: /^https?$/ })),
  kinds: kinds.pipe(z.array(z.enum(ALERT_KINDS)).min(1)),
})
export type NewEndpoint = z.output<typeof newEndpoint>

export const endpointId = z.object({ id: z.uuid() })
export const deliveryId = z.object({ id: z.uuid() })
export const noInput = z.object({})

/** How long orders may wait before somebody is told. */
export const heldHours = z.object({ hours: z.number().int().min(1).max(168) })
