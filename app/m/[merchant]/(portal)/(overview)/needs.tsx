import { getTranslations } from "next-intl/server"
import { ButtonLink } from "@/components/ui/button"
import type { PortalPath } from "@/lib/address"
import { alsoActing, type Ctx, hasRole } from "@/lib/auth/ctx"
import type { Connection } from "@/lib/connections/queries"
import type { Incident } from "@/lib/incidents/queries"
import { byHeldCost } from "@/lib/locations/held-cost"
import type { ArchivedLocation, Location } from "@/lib/locations/queries"
import type { MerchantSettings } from "@/lib/merchants/queries"
import { formatMoney } from "@/lib/money"
import type { ReplayToApprove } from "@/lib/replays/queries"
import type { Till } from "@/lib/tills/queries"
import { formatDateTime, formatDuration, formatRelative } from "@/lib/time"
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

/**
 * What needs a person now, most urgent first. A lost connection and a Pongo outage are left out: a notice above every
 * page reports them.
 */
export async function findNeeds(facts: Facts): Promise<Need[]> {
  const { ctx, merchant, locale, connection, locations, archived, tills, incidents, toApprove } = facts
  const isFlowing = connection?.state === "connected" || connection?.state === "expiring"
  const t = await getTranslations("overview.attention")
  const isManager = hasRole(ctx, alsoActing("manager"))
  const fix = (href: PortalPath, label: string, isPrimary: boolean) =>
    isManager ? (
      <ButtonLink href={href} variant={isPrimary && isFlowing ? "primary" : "secondary"}>
        {label}
      </ButtonLink>
    ) : (
      <p className="text-13 text-secondary">{t("viewer")}</p>
    )
  const held = (location: Location | ArchivedLocation) => ({
    count: location.heldOrders,
    amount: formatMoney(location.heldCents, merchant.currency, locale),
    since: location.heldSince
      ? formatDateTime(location.heldSince, { locale, timeZone: merchant.timeZone, style: "short" })
      : "",
  })

  const told = (isOf: (incident: Incident) => boolean) => {
    const incident = incidents.find(isOf)
    return incident && { href: `/incidents/${incident.id}` as const, label: t("incident") }
  }

  const gone = locations.filter(({ holdReason }) => holdReason === "store_gone")
  const unmapped = locations.filter(({ holdReason }) => holdReason === "location_unmapped")
  const waiting = [...gone, ...unmapped.filter(({ heldOrders }) => heldOrders > 0)].sort(byHeldCost)
  const calm = unmapped.filter(({ heldOrders }) => heldOrders === 0).length

  const needs: Need[] = waiting.slice(0, NAMED).map((location, index) => {
    const kind = location.holdReason === "store_gone" ? "store_gone" : "location_unmapped"
    return {
      id: location.id,
      tone: "held",
      title: t(`${kind}.title`, { location: location.name }),
      sentence: t(`${kind}.held`, held(location)),
      more: told(({ cause }) => cause === kind),
      action: fix(locationHref(location.id), t(`${kind}.action`, { location: location.name }), index === 0),
    }
  })
  if (waiting.length > NAMED) {
    const others = waiting.slice(NAMED)
    needs.push({
      id: "more",
      tone: "held",
      title: t("more.title", { count: others.length }),
      sentence: t("more.held", {
        count: others.reduce((sum, { heldOrders }) => sum + heldOrders, 0),
        amount: formatMoney(
          others.reduce((sum, { heldCents }) => sum + heldCents, 0),
          merchant.currency,
          locale,
        ),
      }),
      action: fix("/locations", t("more.action"), false),
    })
  }
  for (const location of archived)
    needs.push({
      id: location.id,
      tone: "held",
      title: t("archived.title", { location: location.name }),
      sentence: t("archived.held", held(location)),
      action: fix(
        locationHref(location.id),
        t("archived.action", { location: location.name }),
        needs.length === 0,
      ),
    })
  for (const { id, name, by, orders, totalCents, expiresAt } of toApprove)
    needs.push({
      id,
      tone: "held",
      title: t("approve.title", {
        by,
        count: orders,
        amount: formatMoney(totalCents, merchant.currency, locale),
      }),
      sentence: t("approve.body", {
        name,
        until: formatDateTime(expiresAt, { locale, timeZone: merchant.timeZone, style: "short" }),
      }),
      action: fix(`/replays/${id}`, t("approve.action"), needs.length === 0),
    })
  needs.push(...(await failures(facts, needs.length === 0 && isFlowing)))
  if (connection?.state === "expiring" && connection.expiresAt)
    needs.push({
      id: "expiring",
      tone: "retrying",
      title: t("expiring.title", { when: formatRelative(connection.expiresAt, new Date(), locale) }),
      sentence: t("expiring.body"),
      action: fix("/settings/connection", t("expiring.action"), needs.length === 0),
    })
  if (calm > 0)
    needs.push({
      id: "unmapped",
      tone: "retrying",
      title: t("unmapped.title", { count: calm }),
      sentence: t("unmapped.body", { count: calm }),
      action: fix("/locations", t("unmapped.action"), needs.length === 0),
    })
  needs.push(...(await tillNeeds(tills, locale)))
  return needs
}

/** Failed orders grouped by cause, as incidents; one line for those without an incident yet. */
async function failures(facts: Facts, isFirst: boolean): Promise<Need[]> {
  const { merchant, locale, incidents, failed, putAway } = facts
  const [t, tIncidents] = await Promise.all([
    getTranslations("overview.attention"),
    getTranslations("incidents"),
  ])
  const variant = (index: number) => (index === 0 && isFirst ? "primary" : "secondary")
  const open = incidents.filter((incident) => toneOf(incident) === "failed" && incident.remaining > 0)
  const needs = open.slice(0, NAMED).map(
    (incident, index): Need => ({
      id: incident.id,
      tone: "failed",
      title: titleOf(tIncidents, incident),
      sentence: tIncidents("impact", {
        orders: incident.orders,
        recovered: incident.recovered,
        amount: formatMoney(incident.amountCents, merchant.currency, locale),
        since: formatDateTime(incident.beganAt, { locale, timeZone: merchant.timeZone, style: "short" }),
      }),
      action: (
        <ButtonLink href={`/incidents/${incident.id}`} variant={variant(index)}>
          {tIncidents("see")}
        </ButtonLink>
      ),
    }),
  )
  const others = failed - putAway - needs.reduce((sum, _, index) => sum + open[index]!.remaining, 0)
  if (others > 0)
    needs.push({
      id: "failed",
      tone: "failed",
      title: t("failed.title", { count: others }),
      sentence: t("failed.body"),
      action: (
        <ButtonLink href={ordersHref({ status: "failed", test: "without" })} variant={variant(needs.length)}>
          {t("failed.action")}
        </ButtonLink>
      ),
    })
  return needs
}

/** Tills that are offline during opening hours, and tills with orders still queued on them. */
async function tillNeeds(tills: Till[], locale: string): Promise<Need[]> {
  const t = await getTranslations("overview.attention")
  const now = new Date()
  const toTills = (label: string) => <ButtonLink href="/tills">{label}</ButtonLink>
  const needs: Need[] = []
  const quiet = tills.filter(({ warnings }) => warnings.includes("quiet"))
  const [first] = quiet
  if (first)
    needs.push({
      id: "quiet",
      tone: "retrying",
      title: t("quiet.title", { count: quiet.length, tills: nameOf(first) }),
      sentence: t("quiet.body", {
        count: quiet.length,
        tills: quiet.map(nameOf).join(", "),
        since: formatRelative(first.lastSeenAt, now, locale),
      }),
      action: toTills(t("quiet.action")),
    })
  const backlog = tills.filter(({ warnings }) => warnings.includes("backlog"))
  if (backlog.length > 0) {
    const oldest = Math.min(...backlog.flatMap(({ oldestOfflineAt }) => oldestOfflineAt?.getTime() ?? []))
    needs.push({
      id: "backlog",
      tone: "retrying",
      title: t("backlog.title", {
        count: backlog.reduce((sum, { offlineOrders }) => sum + (offlineOrders ?? 0), 0),
      }),
      sentence: t("backlog.body", {
        since: Number.isFinite(oldest) ? formatDuration(Math.max(now.getTime() - oldest, 0), locale) : "none",
      }),
      action: toTills(t("backlog.action")),
    })
  }
  return needs
}

const nameOf = ({ name, ref, locationName }: Till) =>
  locationName ? `${name ?? ref} (${locationName})` : (name ?? ref)
