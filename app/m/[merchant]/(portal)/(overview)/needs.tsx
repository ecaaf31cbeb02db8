import { getTranslations } from "next-intl/server"
import { ButtonLink } from "@/components/ui/button"
import type { PortalPath } from "@/lib/address"
import { alsoActing, type Ctx, hasRole } from "@/lib/auth/ctx"
import { type Connection, isUsable } from "@/lib/connections/queries"
import type { Incident } from "@/lib/incidents/queries"
import { byHeldCost } from "@/lib/locations/held-cost"
import type { ArchivedLocation, Location } from "@/lib/locations/queries"
import { formatsOf } from "@/lib/merchants/formats"
import type { MerchantSettings } from "@/lib/merchants/queries"
import type { ReplayToApprove } from "@/lib/replays/queries"
import type { Till } from "@/lib/tills/queries"
import { formatDuration, formatRelative } from "@/lib/time"
import type { Need } from "../attention"
import { titleOf, toneOf } from "../incidents/cause-words"
import { locationHref } from "../locations/address"
import { ordersHref } from "../orders/address"

/** Locations listed by name; the rest are counted. */
const NAMED = 5

type Facts = {
  ctx: Ctx
  merchant: MerchantSettings
  locale: string
  connection: Connection | null
  locations: Location[]
  archived: ArchivedLocation[]
  tills: Till[]
  /** Open incidents, largest first. */
  incidents: Incident[]
  /** Orders that Pongo refused or that ran out of attempts. */
  failed: number
  /** How many of these belong to dismissed incidents. */
  putAway: number
  /** Replays this person may approve. */
  toApprove: ReplayToApprove[]
}

/** A need whose button is not rendered yet. Managers press it; `isForAll` if it only shows something. */
type Draft = Omit<Need, "action"> & { href: PortalPath; label: string; isForAll?: boolean }

/**
 * What needs a person now, most urgent first. A lost connection and a Pongo outage are left out: a notice above every
 * page reports them.
 */
export async function findNeeds(facts: Facts): Promise<Need[]> {
  const { ctx, merchant, locale, connection, toApprove } = facts
  const [t, tIncidents] = await Promise.all([
    getTranslations("overview.attention"),
    getTranslations("incidents"),
  ])
  const { money, moment } = formatsOf(merchant, locale)
  const write = { t, tIncidents, money, moment }
  const drafts: Draft[] = [
    ...locationNeeds(facts, write),
    ...toApprove.map(
      ({ id, name, by, orders, totalCents, expiresAt }): Draft => ({
        id,
        tone: "held",
        title: t("approve.title", { by, count: orders, amount: money(totalCents) }),
        sentence: t("approve.body", { name, until: moment(expiresAt) }),
        href: `/replays/${id}`,
        label: t("approve.action"),
      }),
    ),
    ...failureNeeds(facts, write),
  ]
  if (connection?.state === "expiring" && connection.expiresAt)
    drafts.push({
      id: "expiring",
      tone: "retrying",
      title: t("expiring.title", { when: formatRelative(connection.expiresAt, new Date(), locale) }),
      sentence: t("expiring.body"),
      href: "/settings/connection",
      label: t("expiring.action"),
    })
  drafts.push(...calmNeeds(facts, write), ...tillNeeds(facts, write))
  const isManager = hasRole(ctx, alsoActing("manager"))
  return drafts.map(({ href, label, isForAll, ...need }, index) => ({
    ...need,
    action:
      isManager || isForAll ? (
        <ButtonLink href={href} variant={index === 0 && isUsable(connection) ? "primary" : "secondary"}>
          {label}
        </ButtonLink>
      ) : (
        <p className="text-13 text-secondary">{t("viewer")}</p>
      ),
  }))
}

type Write = ReturnType<typeof formatsOf> & {
  t: Awaited<ReturnType<typeof getTranslations<"overview.attention">>>
  tIncidents: Awaited<ReturnType<typeof getTranslations<"incidents">>>
}

/** Locations without a store whose orders wait, the costliest first, then archived ones with held orders. */
function locationNeeds({ locations, archived, incidents }: Facts, { t, money, moment }: Write): Draft[] {
  const held = ({ heldOrders, heldCents, heldSince }: Location | ArchivedLocation) => ({
    count: heldOrders,
    amount: money(heldCents),
    since: heldSince ? moment(heldSince) : "",
  })
  const waiting = locations
    .filter(
      ({ holdReason, heldOrders }) =>
        holdReason === "store_gone" || (holdReason === "location_unmapped" && heldOrders > 0),
    )
    .sort(byHeldCost)
  const drafts = waiting.slice(0, NAMED).map((location): Draft => {
    const kind = location.holdReason === "store_gone" ? "store_gone" : "location_unmapped"
    const incident = incidents.find(({ cause }) => cause === kind)
    return {
      id: location.id,
      tone: "held",
      title: t(`${kind}.title`, { location: location.name }),
      sentence: t(`${kind}.held`, held(location)),
      more: incident && { href: `/incidents/${incident.id}`, label: t("incident") },
      href: locationHref(location.id),
      label: t(`${kind}.action`, { location: location.name }),
    }
  })
  const others = waiting.slice(NAMED)
  if (others.length > 0)
    drafts.push({
      id: "more",
      tone: "held",
      title: t("more.title", { count: others.length }),
      sentence: t("more.held", {
        count: others.reduce((sum, { heldOrders }) => sum + heldOrders, 0),
        amount: money(others.reduce((sum, { heldCents }) => sum + heldCents, 0)),
      }),
      href: "/locations",
      label: t("more.action"),
    })
  for (const location of archived)
    drafts.push({
      id: location.id,
      tone: "held",
      title: t("archived.title", { location: location.name }),
      sentence: t("archived.held", held(location)),
      href: locationHref(location.id),
      label: t("archived.action", { location: location.name }),
    })
  return drafts
}

/** Failed orders grouped by cause, as incidents; one line for those without an incident yet. */
function failureNeeds(
  { incidents, failed, putAway }: Facts,
  { t, tIncidents, money, moment }: Write,
): Draft[] {
  const open = incidents
    .filter((incident) => toneOf(incident) === "failed" && incident.remaining > 0)
    .slice(0, NAMED)
  const drafts = open.map(
    (incident): Draft => ({
      id: incident.id,
      tone: "failed",
      title: titleOf(tIncidents, incident),
      sentence: tIncidents("impact", {
        orders: incident.orders,
        recovered: incident.recovered,
        amount: money(incident.amountCents),
        since: moment(incident.beganAt),
      }),
      href: `/incidents/${incident.id}`,
      label: tIncidents("see"),
      isForAll: true,
    }),
  )
  const others = failed - putAway - open.reduce((sum, { remaining }) => sum + remaining, 0)
  if (others > 0)
    drafts.push({
      id: "failed",
      tone: "failed",
      title: t("failed.title", { count: others }),
      sentence: t("failed.body"),
      href: ordersHref({ status: "failed", test: "without" }),
      label: t("failed.action"),
      isForAll: true,
    })
  return drafts
}

/** Locations without a store and without waiting orders. */
function calmNeeds({ locations }: Facts, { t }: Write): Draft[] {
  const count = locations.filter(
    ({ holdReason, heldOrders }) => holdReason === "location_unmapped" && heldOrders === 0,
  ).length
  if (count === 0) return []
  const words = { title: t("unmapped.title", { count }), sentence: t("unmapped.body", { count }) }
  return [{ id: "unmapped", tone: "retrying", ...words, href: "/locations", label: t("unmapped.action") }]
}

/** Tills that are offline during opening hours, and tills with orders still queued on them. */
function tillNeeds({ tills, locale }: Facts, { t }: Write): Draft[] {
  const now = new Date()
  const shown = { tone: "retrying", href: "/tills", isForAll: true } as const
  const drafts: Draft[] = []
  const quiet = tills.filter(({ warnings }) => warnings.includes("quiet"))
  const [first] = quiet
  if (first)
    drafts.push({
      ...shown,
      id: "quiet",
      title: t("quiet.title", { count: quiet.length, tills: nameOf(first) }),
      sentence: t("quiet.body", {
        count: quiet.length,
        tills: quiet.map(nameOf).join(", "),
        since: formatRelative(first.lastSeenAt, now, locale),
      }),
      label: t("quiet.action"),
    })
  const backlog = tills.filter(({ warnings }) => warnings.includes("backlog"))
  if (backlog.length > 0) {
    const oldest = Math.min(...backlog.flatMap(({ oldestOfflineAt }) => oldestOfflineAt?.getTime() ?? []))
    drafts.push({
      ...shown,
      id: "backlog",
      title: t("backlog.title", {
        count: backlog.reduce((sum, { offlineOrders }) => sum + (offlineOrders ?? 0), 0),
      }),
      sentence: t("backlog.body", {
        since: Number.isFinite(oldest) ? formatDuration(Math.max(now.getTime() - oldest, 0), locale) : "none",
      }),
      label: t("backlog.action"),
    })
  }
  return drafts
}

const nameOf = ({ name, ref, locationName }: Till) =>
  locationName ? `${name ?? ref} (${locationName})` : (name ?? ref)
