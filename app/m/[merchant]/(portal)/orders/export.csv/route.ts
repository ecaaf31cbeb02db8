import { getLocale, getTranslations } from "next-intl/server"
import { requireMember } from "@/lib/auth/session"
import { csvDownload } from "@/lib/csv/write"
import { orUnavailable } from "@/lib/http"
import { EXPORT_COLUMNS, type ExportWords, exportOrders } from "@/lib/order-log/export"
import { orderSelection } from "@/lib/orders/schema"

/** Streams the log with its current filters as CSV. */
export const GET = orUnavailable(
  async (
    request: Request,
    { params }: RouteContext<"/m/[merchant]/orders/export.csv">,
  ): Promise<Response> => {
    const [ctx, locale, t, tStatus] = await Promise.all([
      requireMember(params),
      getLocale(),
      getTranslations("orders"),
      getTranslations("status"),
    ])
    const filters = orderSelection.parse(Object.fromEntries(new URL(request.url).searchParams))
    const columns = Object.fromEntries(EXPORT_COLUMNS.map((name) => [name, t(`export.columns.${name}`)]))
    const stream = await exportOrders(ctx, filters, locale, {
      columns: columns as ExportWords["columns"],
      status: (status) => tStatus(status),
      reason: (reason) => t(`reasons.${reason}`),
    })
    return csvDownload(stream, t("export.fileName", { day: new Date().toISOString().slice(0, 10) }))
  },
)
