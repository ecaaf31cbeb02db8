import type { Metadata } from "next"
import { getFormatter, getLocale, getTranslations } from "next-intl/server"
import { Badge } from "@/components/ui/badge"
import { Banner } from "@/components/ui/banner"
import { PageHeader, Section } from "@/components/ui/page-header"
import { Pagination } from "@/components/ui/pagination"
import { hasRole } from "@/lib/auth/ctx"
import { requireMember } from "@/lib/auth/session"
import { listConsents } from "@/lib/customers/list"
import { getMerchant } from "@/lib/merchants/queries"
import { countCustomerOrders, listCustomerOrders } from "@/lib/order-log/customer-orders"
import { orderFilters } from "@/lib/orders/schema"
import { listCustomerRedemptions } from "@/lib/redemptions/queries"
import { formatDateTime } from "@/lib/time"
import { showOrders } from "../../orders/order-rows"
import { OrdersTable } from "../../orders/orders-table"
import { requireCustomer } from "../../records"
import { Consents } from "./consents"
import { EraseCustomer } from "./erase-customer"
import { ExportCustomer } from "./export-customer"
import { Identity } from "./identity"
import { Redemptions } from "./redemptions"

export async function generateMetadata({
  params,
}: PageProps<"/m/[merchant]/customers/[id]">): Promise<Metadata> {
  const { id, name } = await requireCustomer(params)
  return { title: name ?? id }
}

export default async function CustomerPage({
  params,
  searchParams,
}: PageProps<"/m/[merchant]/customers/[id]">) {
  const { id } = await params
  const [ctx, customer, { cursor }] = await Promise.all([
    requireMember(params),
    requireCustomer(params),
    searchParams.then((search) => orderFilters.parse(search)),
  ])
  const [t, locale, format, merchant, consents, orders, count, redemptions] = await Promise.all([
    getTranslations("customers"),
    getLocale(),
    getFormatter(),
    getMerchant(ctx),
    listConsents(ctx, id),
    listCustomerOrders(ctx, id, cursor),
    countCustomerOrders(ctx, id),
    listCustomerRedemptions(ctx, id),
  ])
  const moment = (date: Date) => formatDateTime(date, { locale, timeZone: merchant.timeZone })
  const isOwner = hasRole(ctx, "owner")
  const hrefOf = (next: string | null) => (next ? (`/customers/${id}?cursor=${next}` as const) : undefined)

  return (
    <>
      <PageHeader
        back={{ href: "/customers", label: t("back") }}
        title={<span className="break-all">{customer.name ?? id}</span>}
        meta={customer.erasedAt && <Badge>{t("erased.badge")}</Badge>}
        sentence={
          customer.hasProfile &&
          t("summary", { points: t("points", { count: customer.points }), when: moment(customer.asOf) })
        }
        action={
          isOwner && (
            <>
              <ExportCustomer id={id} />
              {!customer.erasedAt && <EraseCustomer id={id} orders={count.count} pending={count.pending} />}
            </>
          )
        }
      />
      {!customer.hasProfile && (
        <Gone
          erasedAt={customer.erasedAt && moment(customer.erasedAt)}
          goneAt={customer.goneAt && moment(customer.goneAt)}
        />
      )}
      <div className="grid gap-x-12 gap-y-10 lg:grid-cols-2">
        {customer.hasProfile && (
          <div className="min-w-0 lg:row-span-2">
            <Section title={t("facts.title")}>
              <Identity
                id={id}
                masked={{ name: customer.name, phone: customer.phone, email: customer.email }}
                points={format.number(customer.points)}
                optIn={customer.optIn}
                since={moment(customer.createdAt)}
                asOf={moment(customer.asOf)}
                mayReveal={hasRole(ctx, "manager")}
              />
            </Section>
          </div>
        )}
        <div className="min-w-0">
          <Section title={t("consents.title")} sentence={t("consents.sentence")}>
            <Consents consents={consents} timeZone={merchant.timeZone} locale={locale} />
          </Section>
        </div>
        <div className="min-w-0">
          <Section title={t("redemptions.title")}>
            <Redemptions redemptions={redemptions} timeZone={merchant.timeZone} locale={locale} />
          </Section>
        </div>
      </div>
      <Section title={t("orders.title")}>
        <OrdersTable
          rows={await showOrders(orders.rows, merchant, locale)}
          empty={<p className="py-3 text-secondary">{t("orders.empty")}</p>}
          short
        />
        {(orders.previous || orders.next) && (
          <Pagination previousHref={hrefOf(orders.previous)} nextHref={hrefOf(orders.next)} />
        )}
      </Section>
    </>
  )
}

async function Gone({ erasedAt, goneAt }: { erasedAt: string | null; goneAt: string | null }) {
  const t = await getTranslations("customers")
  if (erasedAt)
    return (
      <Banner title={t("erased.title", { when: erasedAt })} className="mb-8">
        {t("erased.body")}
      </Banner>
    )
  if (goneAt)
    return (
      <Banner title={t("gone.title", { when: goneAt })} className="mb-8">
        {t("gone.body")}
      </Banner>
    )
  return (
    <Banner title={t("outdated.title")} className="mb-8">
      {t("outdated.body")}
    </Banner>
  )
}
