import type { Metadata } from "next"
import Link from "next/link"
import { getLocale, getTranslations } from "next-intl/server"
import { PageHeader, Section } from "@/components/ui/page-header"
import { hasRole } from "@/lib/auth/ctx"
import { requireMember } from "@/lib/auth/session"
import { getConnection } from "@/lib/connections/queries"
import { type Location, listArchivedWaiting, listLocations } from "@/lib/locations/queries"
import { getMerchant } from "@/lib/merchants/queries"
import { formatMoney } from "@/lib/money"
import { countOrders, listOrders } from "@/lib/orders/list"
import { countToday, readSetup } from "@/lib/overview/queries"
import { Attention, NothingToDo } from "./attention"
import { LiveRefresh } from "./live-refresh"
import { findNeeds } from "./needs"
import { showOrders } from "./orders/order-rows"
import { OrdersTable } from "./orders/orders-table"
import { isSettingUp, SetupGuide } from "./setup-guide"
import { SyncToday } from "./sync-today"

const RECENT = 6

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("overview"))("title") }
}

export default async function OverviewPage() {
  const ctx = await requireMember()
  const [t, locale, merchant, connection, locations, archived, setup, counts, today, recent] =
    await Promise.all([
      getTranslations("overview"),
      getLocale(),
      getMerchant(ctx),
      getConnection(ctx),
      listLocations(ctx),
      listArchivedWaiting(ctx),
      readSetup(ctx),
      countOrders(ctx),
      countToday(ctx),
      listOrders(ctx, {}),
    ])
  const isNew = isSettingUp(setup)
  const needs = await findNeeds({ ctx, merchant, locale, connection, locations, archived, counts })
  const isFlowing = connection?.state === "connected" || connection?.state === "expiring"
  const waiting = sumHeld(locations)

  return (
    <>
      <LiveRefresh />
      <PageHeader title={t("title")} />
      {isNew && (
        <SetupGuide
          facts={setup}
          canEdit={hasRole(ctx, "manager")}
          waiting={
            waiting.count > 0
              ? t("setup.waiting", {
                  count: waiting.count,
                  amount: formatMoney(waiting.cents, merchant.currency, locale),
                })
              : null
          }
        />
      )}
      {needs.length > 0 && (!isNew || setup.mapped > 0) && (
        <Section title={t("attention.title")}>
          <Attention needs={needs} />
        </Section>
      )}
      {needs.length === 0 && !isNew && isFlowing && (
        <Section title={t("attention.title")}>
          <NothingToDo title={t("attention.nothing")}>{t("attention.nothingBody")}</NothingToDo>
        </Section>
      )}
      {setup.hasOrders && (
        <>
          <Section title={t("today.title")}>
            <SyncToday counts={today} />
          </Section>
          <Section
            title={t("recent.title")}
            action={
              <Link href="/orders" className="text-13 text-accent hover:underline">
                {t("recent.all")}
              </Link>
            }
          >
            <OrdersTable
              short
              rows={await showOrders(recent.rows.slice(0, RECENT), merchant, locale)}
              empty={null}
            />
          </Section>
        </>
      )}
    </>
  )
}

function sumHeld(locations: Location[]) {
  return locations.reduce(
    (sum, { heldOrders, heldCents }) => ({
      count: sum.count + heldOrders,
      cents: sum.cents + heldCents,
    }),
    { count: 0, cents: 0 },
  )
}
