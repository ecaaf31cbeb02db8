import { getLocale } from "next-intl/server"
import { requireMember } from "@/lib/auth/session"
import { productPieces } from "@/lib/catalog/product-file"
import { catalogPages } from "@/lib/catalog/queries"
import { csvDownload, streamCsv } from "@/lib/csv/write"
import { orUnavailable } from "@/lib/http"
import { fileMessages } from "@/lib/i18n/plain-messages"

/** Exports the catalogue in a form that an import reads back unchanged. */
export const GET = orUnavailable(
  async (
    _request: Request,
    { params }: RouteContext<"/m/[merchant]/catalog/products.csv">,
  ): Promise<Response> => {
    const [ctx, locale] = await Promise.all([requireMember(params), getLocale()])
    const pieces = productPieces(catalogPages(ctx), locale)
    return csvDownload(streamCsv(pieces, locale), fileMessages[locale].catalog.file)
  },
)
