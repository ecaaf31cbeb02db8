import type { Metadata } from "next"
import { getLocale, getTranslations } from "next-intl/server"
import { ButtonLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { PageHeader } from "@/components/ui/page-header"
import { Pagination } from "@/components/ui/pagination"
import { requireMember } from "@/lib/auth/session"
import { listLocationNames } from "@/lib/locations/queries"
import { getMerchant } from "@/lib/merchants/queries"
import { COUNT_LIMIT, countMatching, listOrders } from "@/lib/orders/list"
import { orderFilters } from "@/lib/orders/schema"
import { LiveRefresh } from "../live-refresh"
import { ordersHref } from "./address"
import { OrderFilterBar } from "./filters"
import { showOrders } from "./order-rows"
import { OrdersTable } from "./orders-table"
import { OrdersTabs } from "./orders-tabs"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("orders"))("title") }
}

export default async function OrdersPage({ searchParams }: PageProps<"/orders">) {
  const ctx = await requireMember()
  const filters = orderFilters.parse(await searchParams)
  const { cursor, ...kept } = filters
  const [t, locale, merchant, page, count, locations] = await Promise.all([
    getTranslations("orders"),
    getLocale(),
    getMerchant(ctx),
    listOrders(ctx, filters),
    countMatching(ctx, kept),
    listLocationNames(ctx),
  ])
  const rows = await showOrders(page.rows, merchant, locale)
  const isFiltered = Object.values(kept).some((value) => value !== undefined)

  return (
    <>
      <PageHeader title={t("title")} />
      <OrdersTabs active="log" />
      {!page.previous && <LiveRefresh />}
      {(isFiltered || rows.length > 0) && <OrderFilterBar filters={filters} locations={locations} />}
      <OrdersTable rows={rows} empty={isFiltered ? <NoMatch /> : <NoOrders />} />
      {rows.length > 0 && (
        <Pagination
          previousHref={page.previous ? ordersHref({ ...kept, cursor: page.previous }) : undefined}
          nextHref={page.next ? ordersHref({ ...kept, cursor: page.next }) : undefined}
          summary={count > COUNT_LIMIT ? t("countMore", { count: COUNT_LIMIT }) : t("count", { count })}
        />
      )}
    </>
  )
}

async function NoOrders() {
  const t = await getTranslations("orders.empty.none")
  return (
    <EmptyState
      title={t("title")}
      action={
        <ButtonLink variant="primary" href="/settings/api-keys">
          {t("action")}
        </ButtonLink>
      }
    >
      {t("body")}
    </EmptyState>
  )
}

async function NoMatch() {
  const t = await getTranslations("orders.empty.filtered")
  return (
    <EmptyState title={t("title")} action={<ButtonLink href="/orders">{t("action")}</ButtonLink>}>
      {t("body")}
    </EmptyState>
  )
}
