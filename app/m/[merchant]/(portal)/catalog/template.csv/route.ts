import { getLocale } from "next-intl/server"
import { requireMember } from "@/lib/auth/session"
import { productRows } from "@/lib/catalog/product-file"
import type { PosProduct } from "@/lib/catalog/schema"
import { csvDownload, writeCsv } from "@/lib/csv/write"
import { orUnavailable } from "@/lib/http"

const EXAMPLES: Record<
  "fr" | "en",
  Pick<PosProduct, "sku" | "name" | "kind" | "price_cents" | "has_paid_options">[]
> = {
  fr: [
    { sku: "CAF-01", name: "Café", kind: "product", price_cents: 220, has_paid_options: true },
    { sku: "MEN-12", name: "Formule midi", kind: "menu", price_cents: 1890, has_paid_options: false },
  ],
  en: [
    { sku: "CAF-01", name: "Coffee", kind: "product", price_cents: 220, has_paid_options: true },
    { sku: "MEN-12", name: "Lunch deal", kind: "menu", price_cents: 1890, has_paid_options: false },
  ],
}

/** An empty catalogue with two examples, to be filled in a spreadsheet. */
export const GET = orUnavailable(
  async (
    _request: Request,
    { params }: RouteContext<"/m/[merchant]/catalog/template.csv">,
  ): Promise<Response> => {
    const [, locale] = await Promise.all([requireMember(params), getLocale()])
    const rows = productRows(
      EXAMPLES[locale].map((example) => ({ ...example, active: true, location_ids: null })),
      locale,
    )
    return csvDownload(
      writeCsv(rows, locale),
      locale === "fr" ? "modele-catalogue.csv" : "catalogue-template.csv",
    )
  },
)
