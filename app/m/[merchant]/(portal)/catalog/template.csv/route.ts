import { getLocale } from "next-intl/server"
import { requireMember } from "@/lib/auth/session"
import { productRows } from "@/lib/catalog/product-file"
import { csvDownload, writeCsv } from "@/lib/csv/write"
import { orUnavailable } from "@/lib/http"
import { fileMessages } from "@/lib/i18n/plain-messages"

const EXAMPLES = [
  { sku: "CAF-01", kind: "product", price_cents: 220, has_paid_options: true },
  { sku: "MEN-12", kind: "menu", price_cents: 1890, has_paid_options: false },
] as const

/** A template for spreadsheets: the columns and two example rows. */
export const GET = orUnavailable(
  async (
    _request: Request,
    { params }: RouteContext<"/m/[merchant]/catalog/template.csv">,
  ): Promise<Response> => {
    const [, locale] = await Promise.all([requireMember(params), getLocale()])
    const { examples, template } = fileMessages[locale].catalog
    const rows = productRows(
      EXAMPLES.map((example) => ({
        ...example,
        name: examples[example.kind],
        active: true,
        location_ids: null,
      })),
      locale,
    )
    return csvDownload(writeCsv(rows, locale), template)
  },
)
