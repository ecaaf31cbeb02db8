import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { ButtonLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { PageHeader } from "@/components/ui/page-header"
import { Pagination } from "@/components/ui/pagination"
import { SearchField } from "@/components/ui/search-field"
import { hrefWith } from "@/lib/address"
import { requireOperator } from "@/lib/auth/session"
import { listMerchants } from "@/lib/operators/queries"
import { merchantSearch } from "@/lib/operators/schema"
import { MerchantRow } from "./merchant-row"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("operator"))("title") }
}

export default async function OperatorPage({ searchParams }: PageProps<"/operator">) {
  const operator = await requireOperator()
  const search = merchantSearch.parse(await searchParams)
  const [t, { merchants, next }] = await Promise.all([
    getTranslations("operator"),
    listMerchants(operator, search),
  ])
  const invite = (
    <ButtonLink variant="primary" href="/operator/invite">
      {t("invite.open")}
    </ButtonLink>
  )
  return (
    <>
      <PageHeader title={t("title")} sentence={t("sentence")} action={invite} />
      <SearchField action="/operator" label={t("search")} defaultValue={search.q} className="mb-4" />
      {merchants.length === 0 ? (
        <div className="border-y">
          <EmptyState
            title={t(search.q ? "empty.filtered" : "empty.none")}
            action={search.q ? <ButtonLink href="/operator">{t("empty.clear")}</ButtonLink> : invite}
          >
            {t(search.q ? "empty.filteredBody" : "empty.body")}
          </EmptyState>
        </div>
      ) : (
        <ul className="border-t">
          {merchants.map((merchant) => (
            <MerchantRow key={merchant.id} merchant={merchant} />
          ))}
        </ul>
      )}
      {(next || search.cursor) && (
        <Pagination
          previousHref={search.cursor ? hrefWith("/operator", { q: search.q }) : undefined}
          nextHref={next ? hrefWith("/operator", { q: search.q, cursor: next }) : undefined}
        />
      )}
    </>
  )
}
