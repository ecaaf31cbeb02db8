import { getTranslations } from "next-intl/server"
import { titled } from "@/app/titled"
import { ButtonLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { FilterBar, FilterChip } from "@/components/ui/filter-chip"
import { PageHeader } from "@/components/ui/page-header"
import { Pagination } from "@/components/ui/pagination"
import { SearchField } from "@/components/ui/search-field"
import { hrefWith } from "@/lib/address"
import { requireOperator } from "@/lib/auth/session"
import { env } from "@/lib/env"
import { listMerchants } from "@/lib/operators/queries"
import { merchantSearch } from "@/lib/operators/schema"
import { MerchantRow } from "./merchant-row"

export const generateMetadata = titled("operator.title")

export default async function OperatorPage({ searchParams }: PageProps<"/operator">) {
  const operator = await requireOperator()
  const search = merchantSearch.parse(await searchParams)
  const [t, { merchants, next }] = await Promise.all([
    getTranslations("operator"),
    listMerchants(operator, search),
  ])
  const { cursor: _, ...kept } = search
  const isFiltered = Boolean(search.q ?? search.waiting)
  const invite = (
    <ButtonLink variant="primary" href="/operator/invite">
      {t("invite.open")}
    </ButtonLink>
  )
  return (
    <>
      <PageHeader title={t("title")} sentence={t("sentence")} action={invite} />
      <FilterBar>
        <SearchField
          action="/operator"
          label={t("search")}
          defaultValue={search.q}
          keep={{ waiting: search.waiting }}
        />
        <FilterChip
          name={t("owners")}
          value={search.waiting && t("waiting")}
          options={[
            {
              label: t("waiting"),
              href: hrefWith("/operator", { ...kept, waiting: "yes" }),
              active: Boolean(search.waiting),
            },
          ]}
          removeHref={hrefWith("/operator", { q: search.q })}
        />
      </FilterBar>
      {merchants.length === 0 ? (
        <div className="border-y">
          <EmptyState
            title={t(isFiltered ? "empty.filtered" : "empty.none")}
            action={isFiltered ? <ButtonLink href="/operator">{t("empty.clear")}</ButtonLink> : invite}
          >
            {t(isFiltered ? "empty.filteredBody" : "empty.body")}
          </EmptyState>
        </div>
      ) : (
        <ul className="border-t">
          {merchants.map((merchant) => (
            <MerchantRow key={merchant.id} merchant={merchant} isMailed={env.SMTP_URL !== undefined} />
          ))}
        </ul>
      )}
      {(next || search.cursor) && (
        <Pagination
          previousHref={search.cursor ? hrefWith("/operator", kept) : undefined}
          nextHref={next ? hrefWith("/operator", { ...kept, cursor: next }) : undefined}
        />
      )}
    </>
  )
}
