import { getLocale, getTranslations } from "next-intl/server"
import { Suspense } from "react"
import { titled } from "@/app/titled"
import { Link } from "@/components/link"
import { ButtonLink } from "@/components/ui/button"
import { PageHeader, Section } from "@/components/ui/page-header"
import { type Ctx, hasRole } from "@/lib/auth/ctx"
import { requireMember } from "@/lib/auth/session"
import { getConnection, isUsable } from "@/lib/connections/queries"
import { countPutAwayOrders, listOpenIncidents } from "@/lib/incidents/queries"
import { type Location, listArchivedWaiting, listLocationNames, listLocations } from "@/lib/locations/queries"
import { getMerchant, type MerchantSettings } from "@/lib/merchants/queries"
import { listOrders, type OrderRow } from "@/lib/order-log/queries"
import { countWaiting } from "@/lib/overview/queries"
import { overviewFilters } from "@/lib/overview/schema"
import { readSetup, type Setup } from "@/lib/readiness/queries"
import { listReplaysToApprove } from "@/lib/replays/queries"
import { listTills } from "@/lib/tills/queries"
import { Attention, NothingToDo } from "../attention"
import { LiveRefresh } from "../live-refresh"
import { showOrders } from "../orders/order-rows"
import { OrdersTable } from "../orders/orders-table"
import { DismissGuide } from "../setup/dismiss-guide"
import { progressOf, SetupGuide } from "../setup/guide"
import { guideProps } from "../setup/guide-words"
import { SetupLine } from "../setup/setup-line"
import { Activity } from "./activity"
import { ActivityFilters } from "./activity-filters"
import { ActivitySkeleton } from "./activity-skeleton"
import { findNeeds } from "./needs"

const RECENT = 6
const REFRESH_EVERY_MS = 15_000

export const generateMetadata = titled("overview.title")

export default async function OverviewPage({ params, searchParams }: PageProps<"/m/[merchant]">) {
  const ctx = await requireMember(params)
  const filters = overviewFilters.parse(await searchParams)
  const [
    t,
    tSetup,
    locale,
    merchant,
    connection,
    locations,
    names,
    archived,
    setup,
    waiting,
    tills,
    recent,
    incidents,
    putAway,
    toApprove,
  ] = await Promise.all([
    getTranslations("overview"),
    getTranslations("setup"),
    getLocale(),
    getMerchant(ctx),
    getConnection(ctx),
    listLocations(ctx),
    listLocationNames(ctx, filters.location),
    listArchivedWaiting(ctx),
    readSetup(ctx),
    countWaiting(ctx, {}),
    listTills(ctx),
    listOrders(ctx, { location: filters.location }),
    listOpenIncidents(ctx),
    countPutAwayOrders(ctx),
    listReplaysToApprove(ctx),
  ])
  const needs = await findNeeds({
    ctx,
    merchant,
    locale,
    connection,
    locations,
    archived,
    tills,
    incidents,
    failed: waiting.failed,
    putAway,
    toApprove,
  })
  const isFlowing = isUsable(connection)

  return (
    <>
      <LiveRefresh everyMs={REFRESH_EVERY_MS} />
      <PageHeader
        title={t("title")}
        action={
          !setup.isLive && !setup.isGuideWanted && <ButtonLink href="/setup">{tSetup("open")}</ButtonLink>
        }
      />
      {!setup.isLive && setup.isGuideWanted && (
        <Guide ctx={ctx} setup={setup} merchant={merchant} locations={locations} />
      )}
      {needs.length > 0 && (setup.isLive || setup.facts.unmapped.length < setup.facts.locations) && (
        <Section title={t("attention.title")}>
          <Attention needs={needs} />
        </Section>
      )}
      {needs.length === 0 && setup.isLive && isFlowing && (
        <Section title={t("attention.title")}>
          <NothingToDo title={t("attention.nothing")}>{t("attention.nothingBody")}</NothingToDo>
        </Section>
      )}
      {setup.isLive && setup.isGuideWanted && <SetupLine setup={setup} mayDismiss={hasRole(ctx, "viewer")} />}
      {setup.facts.hasOrders && (
        <>
          <ActivityFilters filters={filters} locations={names} />
          <Suspense key={JSON.stringify(filters)} fallback={<ActivitySkeleton />}>
            <Activity ctx={ctx} filters={filters} merchant={merchant} />
          </Suspense>
          <Recent rows={recent.rows} merchant={merchant} />
        </>
      )}
    </>
  )
}

async function Guide({
  ctx,
  setup,
  merchant,
  locations,
}: {
  ctx: Ctx
  setup: Setup
  merchant: MerchantSettings
  locations: Location[]
}) {
  const t = await getTranslations("setup")
  return (
    <Section
      title={t("title")}
      action={
        <span className="flex items-center gap-3 text-13 text-secondary">
          {t("progress", progressOf(setup))}
          {hasRole(ctx, "viewer") && <DismissGuide />}
        </span>
      }
    >
      <SetupGuide {...(await guideProps(ctx, setup, merchant, locations))} />
    </Section>
  )
}

async function Recent({ rows, merchant }: { rows: OrderRow[]; merchant: MerchantSettings }) {
  const [t, locale] = await Promise.all([getTranslations("overview.recent"), getLocale()])
  return (
    <Section
      title={t("title")}
      action={
        <Link href="/orders" className="text-13 text-accent hover:underline">
          {t("all")}
        </Link>
      }
    >
      <OrdersTable short rows={await showOrders(rows.slice(0, RECENT), merchant, locale)} empty={null} />
    </Section>
  )
}
