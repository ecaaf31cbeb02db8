import { getLocale, getTranslations } from "next-intl/server"
import { titled } from "@/app/titled"
import { FileLink } from "@/components/link"
import { ButtonLink, buttonStyle } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { PageHeader } from "@/components/ui/page-header"
import { Pagination } from "@/components/ui/pagination"
import { alsoActing, hasRole } from "@/lib/auth/ctx"
import { requireMember } from "@/lib/auth/session"
import { COUNT_LIMIT, countProducts, listProducts, type Product } from "@/lib/catalog/queries"
import { catalogFilters } from "@/lib/catalog/schema"
import { listLocations } from "@/lib/locations/queries"
import { getMerchant } from "@/lib/merchants/queries"
import { formatMoney } from "@/lib/money"
import { RewardsTabs } from "../rewards/rewards-tabs"
import { catalogHref } from "./address"
import { CatalogFilterBar } from "./filters"
import { ProductsTable } from "./products-table"

export const generateMetadata = titled("catalog.title")

export default async function CatalogPage({ params, searchParams }: PageProps<"/m/[merchant]/catalog">) {
  const ctx = await requireMember(params)
  const filters = catalogFilters.parse(await searchParams)
  const { cursor, ...kept } = filters
  const [t, tRewards, locale, merchant, page, count, locations] = await Promise.all([
    getTranslations("catalog"),
    getTranslations("rewards"),
    getLocale(),
    getMerchant(ctx),
    listProducts(ctx, filters),
    countProducts(ctx, kept),
    listLocations(ctx),
  ])
  const canEdit = hasRole(ctx, alsoActing("manager"))
  const isFiltered = Boolean(kept.q || kept.active)
  const nameOf = new Map(locations.map(({ ref, name }) => [ref, name]))
  const places = ({ locationRefs }: Product) => {
    if (locationRefs === null) return t("everywhere")
    return locationRefs.map((ref) => nameOf.get(ref) ?? ref).join(", ") || t("nowhere")
  }

  return (
    <>
      <PageHeader
        title={tRewards("title")}
        sentence={t("sentence")}
        action={
          (page.rows.length > 0 || isFiltered) && (
            <>
              <FileLink href="/catalog/products.csv" className={buttonStyle()}>
                {t("export")}
              </FileLink>
              {canEdit && (
                <ButtonLink variant="primary" href="/catalog/import">
                  {t("import")}
                </ButtonLink>
              )}
            </>
          )
        }
      />
      <RewardsTabs active="catalog" />
      {(isFiltered || page.rows.length > 0) && <CatalogFilterBar filters={filters} />}
      <ProductsTable
        rows={page.rows.map((product) => ({
          sku: product.sku,
          name: product.name,
          kind: product.kind,
          price: formatMoney(product.priceCents, merchant.currency, locale),
          hasPaidOptions: product.hasPaidOptions,
          places: places(product),
          isActive: product.isActive,
        }))}
        empty={isFiltered ? <NoMatch /> : <NoProducts canEdit={canEdit} />}
      />
      {page.rows.length > 0 && (
        <Pagination
          previousHref={page.previous ? catalogHref({ ...kept, cursor: page.previous }) : undefined}
          nextHref={page.next ? catalogHref({ ...kept, cursor: page.next }) : undefined}
          summary={count > COUNT_LIMIT ? t("countMore", { count: COUNT_LIMIT }) : t("count", { count })}
        />
      )}
    </>
  )
}

async function NoProducts({ canEdit }: { canEdit: boolean }) {
  const t = await getTranslations("catalog.empty")
  return (
    <EmptyState
      title={t("title")}
      action={
        canEdit && (
          <ButtonLink variant="primary" href="/catalog/import">
            {t("action")}
          </ButtonLink>
        )
      }
    >
      {t("body")}
    </EmptyState>
  )
}

async function NoMatch() {
  const t = await getTranslations("catalog.noMatch")
  return (
    <EmptyState title={t("title")} action={<ButtonLink href="/catalog">{t("action")}</ButtonLink>}>
      {t("body")}
    </EmptyState>
  )
}
