import { getTranslations } from "next-intl/server"
import { titled } from "@/app/titled"
import { Banner } from "@/components/ui/banner"
import { ButtonLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { PageHeader } from "@/components/ui/page-header"
import { hasRole } from "@/lib/auth/ctx"
import { requireMember } from "@/lib/auth/session"
import { listOnSale } from "@/lib/catalog/queries"
import { env } from "@/lib/env"
import { findLocations } from "@/lib/locations/queries"
import { getMerchant } from "@/lib/merchants/queries"
import { pongoEnvironment } from "@/lib/pongo/environment"
import { TillsTabs } from "../tills/tills-tabs"
import { TestTill } from "./test-till"

/** As many as fit on a till's screen. The search finds the rest. */
const MOST_PRODUCTS = 500

export const generateMetadata = titled("testTill.title")

export default async function TestTillPage({ params }: PageProps<"/m/[merchant]/test-till">) {
  const ctx = await requireMember(params)
  const [t, merchant, locations, products] = await Promise.all([
    getTranslations("testTill"),
    getMerchant(ctx),
    findLocations(ctx),
    listOnSale(ctx, MOST_PRODUCTS),
  ])
  const pongo = pongoEnvironment(env.PONGO_API_URL)
  return (
    <>
      <PageHeader title={t("title")} />
      <TillsTabs active="test" />
      {!hasRole(ctx, "manager") ? (
        <p className="text-secondary">{t("notAllowed")}</p>
      ) : locations.length === 0 ? (
        <EmptyState
          title={t("noLocation.title")}
          action={
            <ButtonLink variant="primary" href="/locations">
              {t("noLocation.action")}
            </ButtonLink>
          }
        >
          {t("noLocation.body")}
        </EmptyState>
      ) : (
        <TestTill
          locations={locations}
          products={products.map(({ sku, name, price_cents, has_paid_options, location_ids }) => ({
            sku,
            name,
            price_cents,
            has_paid_options,
            location_ids: location_ids ?? null,
          }))}
          money={{ currency: merchant.currency, timeZone: merchant.timeZone }}
          isProduction={pongo === "production"}
        />
      )}
      <Banner tone="warning" className="mt-6" title={t("banner.title")}>
        {t(pongo === "production" ? "banner.production" : "banner.sandbox")}
      </Banner>
    </>
  )
}
