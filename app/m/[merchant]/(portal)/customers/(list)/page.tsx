import { getLocale, getTranslations } from "next-intl/server"
import { titled } from "@/app/titled"
import { ButtonLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { PageHeader } from "@/components/ui/page-header"
import { Pagination } from "@/components/ui/pagination"
import { requireMember } from "@/lib/auth/session"
import { COUNT_LIMIT, countCustomers, listCustomers } from "@/lib/customers/list"
import { customerFilters } from "@/lib/customers/schema"
import { getMerchant } from "@/lib/merchants/queries"
import { formatDateTime } from "@/lib/time"
import { CustomersTable } from "../customers-table"
import { SearchCustomers } from "../search-customers"

export const generateMetadata = titled("customers.title")

export default async function CustomersPage({ params, searchParams }: PageProps<"/m/[merchant]/customers">) {
  const ctx = await requireMember(params)
  const filters = customerFilters.parse(await searchParams)
  const [t, locale, merchant, page, count] = await Promise.all([
    getTranslations("customers"),
    getLocale(),
    getMerchant(ctx),
    listCustomers(ctx, filters),
    countCustomers(ctx),
  ])
  const rows = page.rows.map((row) => ({
    id: row.id,
    name: row.name ?? t("unnamed"),
    phone: row.phone ?? "",
    email: row.email ?? "",
    points: row.points,
    optIn: t("optIns", { sms: t(`answers.${row.optIn.sms}`), email: t(`answers.${row.optIn.email}`) }),
    asOf: formatDateTime(row.asOf, { locale, timeZone: merchant.timeZone, style: "short" }),
  }))
  const hrefOf = (cursor: string | null) => (cursor ? (`/customers?cursor=${cursor}` as const) : undefined)

  return (
    <>
      <PageHeader title={t("title")} sentence={t("sentence")} />
      {(rows.length > 0 || filters.cursor) && <SearchCustomers />}
      <CustomersTable rows={rows} empty={<NoCustomers />} />
      {rows.length > 0 && (
        <Pagination
          previousHref={hrefOf(page.previous)}
          nextHref={hrefOf(page.next)}
          summary={count > COUNT_LIMIT ? t("countMore", { count: COUNT_LIMIT }) : t("count", { count })}
        />
      )}
    </>
  )
}

async function NoCustomers() {
  const t = await getTranslations("customers.empty")
  return (
    <EmptyState title={t("title")} action={<ButtonLink href="/tills">{t("action")}</ButtonLink>}>
      {t("body")}
    </EmptyState>
  )
}
