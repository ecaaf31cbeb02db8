import type { Metadata } from "next"
import Link from "next/link"
import { getLocale, getTranslations } from "next-intl/server"
import { ButtonLink } from "@/components/ui/button"
import { PageHeader, Section } from "@/components/ui/page-header"
import { requireMember } from "@/lib/auth/session"
import { getConnection } from "@/lib/connections/queries"
import { listArchivedWaiting, listLocations } from "@/lib/locations/queries"
import { getMerchant } from "@/lib/merchants/queries"
import { countOrders, listOrders } from "@/lib/orders/list"
import { countToday } from "@/lib/overview/queries"
import { readSetup } from "@/lib/readiness/queries"
import { Attention, NothingToDo } from "./attention"
import { LiveRefresh } from "./live-refresh"
import { findNeeds } from "./needs"
import { showOrders } from "./orders/order-rows"
import { OrdersTable } from "./orders/orders-table"
import { DismissGuide } from "./setup/dismiss-guide"
import { progressOf, SetupGuide } from "./setup/guide"
import { guideProps } from "./setup/guide-words"
import { SetupLine } from "./setup/setup-line"
import { SyncToday } from "./sync-today"

const RECENT = 6

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("overview"))("title") }
}

export default async function OverviewPage() {
  const ctx = await requireMember()
  const [t, tSetup, locale, merchant, connection, locations, archived, setup, counts, today, recent] =
    await Promise.all([
      getTranslations("overview"),
      getTranslations("setup"),
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
  const needs = await findNeeds({ ctx, merchant, locale, connection, locations, archived, counts })
  const isFlowing = connection?.state === "connected" || connection?.state === "expiring"
  const isGuided = !setup.isLive && setup.isGuideWanted

  return (
    <>
      <LiveRefresh />
      <PageHeader
        title={t("title")}
        action={
          !setup.isLive && !setup.isGuideWanted && <ButtonLink href="/setup">{tSetup("open")}</ButtonLink>
        }
      />
      {isGuided && (
        <Section
          title={tSetup("title")}
          action={
            <span className="flex items-center gap-3 text-13 text-secondary">
              {tSetup("progress", progressOf(setup))}
              <DismissGuide />
            </span>
          }
        >
          <SetupGuide {...(await guideProps(ctx, setup, merchant, locations))} />
        </Section>
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
      {setup.isLive && setup.isGuideWanted && <SetupLine setup={setup} />}
      {setup.facts.hasOrders && (
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
