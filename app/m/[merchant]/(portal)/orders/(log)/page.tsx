import { Download } from "lucide-react"
import { getLocale, getTranslations } from "next-intl/server"
import { titled } from "@/app/titled"
import { FileLink } from "@/components/link"
import { ButtonLink, buttonStyle } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { PageHeader } from "@/components/ui/page-header"
import { Pagination } from "@/components/ui/pagination"
import { alsoActing, hasRole } from "@/lib/auth/ctx"
import { requireMember } from "@/lib/auth/session"
import { listLocationNames } from "@/lib/locations/queries"
import { getMerchant } from "@/lib/merchants/queries"
import { COUNT_LIMIT, countMatching, listOrders, listOrderTills } from "@/lib/order-log/queries"
import { listViews } from "@/lib/order-log/saved-views"
import { nameCustomer } from "@/lib/order-log/search"
import { type OrderSelection, orderFilters } from "@/lib/orders/schema"
import { LiveRefresh } from "../../live-refresh"
import { exportHref, ordersHref } from "../address"
import { OrderFilterBar } from "../filters"
import { showOrders } from "../order-rows"
import { OrdersTable } from "../orders-table"
import { OrdersTabs } from "../orders-tabs"
import { ReplayFiltered } from "../replay-filtered"
import { UpdateView } from "../views/update-view"
import { ViewsMenu } from "../views/views-menu"

export const generateMetadata = titled("orders.title")

export default async function OrdersPage({ params, searchParams }: PageProps<"/m/[merchant]/orders">) {
  const ctx = await requireMember(params)
  const filters = orderFilters.parse(await searchParams)
  const { cursor: _, view: viewId, ...kept } = filters
  const [t, locale, merchant, page, count, locations, tills, customerName, views] = await Promise.all([
    getTranslations("orders"),
    getLocale(),
    getMerchant(ctx),
    listOrders(ctx, filters),
    countMatching(ctx, kept),
    listLocationNames(ctx, filters.location),
    listOrderTills(ctx),
    kept.customer ? nameCustomer(ctx, kept.customer) : null,
    listViews(ctx),
  ])
  const rows = await showOrders(page.rows, merchant, locale)
  const isManager = hasRole(ctx, "manager")
  const mayReplay = hasRole(ctx, alsoActing("manager"))
  const isFiltered = Object.values(kept).some((value) => value !== undefined)
  const shownViews = views.map(({ isOwn, ...view }) => ({
    ...view,
    isTheirs: view.isShared ? isManager : isOwn,
  }))
  const view = shownViews.find(({ id }) => id === viewId)
  const isViewChanged = view !== undefined && ordersHref(view.filters) !== ordersHref(kept)
  const address = { ...kept, view: view?.id }

  return (
    <>
      <PageHeader
        title={t("title")}
        action={
          (isFiltered || view || rows.length > 0) && (
            <>
              {mayReplay && isFiltered && rows.length > 0 && <ReplayFiltered filters={kept} />}
              <ViewsMenu
                views={shownViews}
                activeId={view?.id}
                filters={kept}
                mayKeep={hasRole(ctx, "viewer")}
                mayShare={isManager}
              />
              <FileLink href={exportHref(kept)} className={buttonStyle()} title={t("export.hint")}>
                <Download aria-hidden />
                <span className={isFiltered ? "max-md:sr-only" : undefined}>{t("export.action")}</span>
              </FileLink>
            </>
          )
        }
      />
      <OrdersTabs active="log" />
      {isFiltered || view || rows.length > 0 ? (
        <OrderFilterBar
          filters={address}
          locations={locations}
          tills={tills}
          customerName={customerName}
          currency={merchant.currency}
          end={
            <>
              {isViewChanged && view.isTheirs && <UpdateView view={view} filters={kept} />}
              <LiveRefresh
                words={{
                  on: t("live.on"),
                  paused: t("live.paused"),
                  unreachable: t("live.unreachable"),
                }}
              />
            </>
          }
        />
      ) : (
        <LiveRefresh />
      )}
      <OrdersTable
        rows={rows}
        mayReplay={mayReplay}
        empty={isFiltered ? <NoMatch filters={kept} /> : <NoOrders />}
      />
      {rows.length > 0 && (
        <Pagination
          previousHref={page.previous ? ordersHref({ ...address, cursor: page.previous }) : undefined}
          nextHref={page.next ? ordersHref({ ...address, cursor: page.next }) : undefined}
          summary={
            count > COUNT_LIMIT
              ? t("countMore", { count: COUNT_LIMIT })
              : t(rows.some(({ isTest }) => isTest) ? "countReal" : "count", { count })
          }
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

/** No results: links to the same search over all orders, then to the tills that may not have sent the order. */
async function NoMatch({ filters: { q, customer, ...others } }: { filters: OrderSelection }) {
  const t = await getTranslations("orders.empty")
  const isSought = q !== undefined || customer !== undefined
  const isNarrowed = Object.values(others).some((value) => value !== undefined)
  if (!isSought)
    return (
      <EmptyState
        title={t("filtered.title")}
        action={<ButtonLink href="/orders">{t("filtered.action")}</ButtonLink>}
      >
        {t("filtered.body")}
      </EmptyState>
    )
  if (isNarrowed)
    return (
      <EmptyState
        title={t("filtered.title")}
        action={<ButtonLink href={ordersHref({ q, customer })}>{t("sought.everywhere")}</ButtonLink>}
      >
        {t("sought.narrowed")}
      </EmptyState>
    )
  return (
    <EmptyState
      title={t("sought.title")}
      action={<ButtonLink href="/why-no-points">{t("sought.action")}</ButtonLink>}
    >
      {t("sought.body")}
    </EmptyState>
  )
}
