import { getLocale } from "next-intl/server"
import { requireMember } from "@/lib/auth/session"
import { csvDownload, streamCsv } from "@/lib/csv/write"
import { AppError } from "@/lib/errors"
import { orUnavailable } from "@/lib/http"
import { getMerchant } from "@/lib/merchants/queries"
import { dayExport } from "@/lib/reconciliation/schema"
import { dayRows, monthRows } from "../file-rows"

/** CSV for the accountant: a month by day and location, or one day by order. */
export const GET = orUnavailable(
  async (
    request: Request,
    { params }: RouteContext<"/m/[merchant]/reconciliation/export.csv">,
  ): Promise<Response> => {
    const [ctx, locale] = await Promise.all([requireMember(params), getLocale()])
    const asked = dayExport.safeParse(Object.fromEntries(new URL(request.url).searchParams))
    if (!asked.success)
      return Response.json({ code: new AppError("validation_failed").code }, { status: 422 })
    const merchant = await getMerchant(ctx)
    if ("day" in asked.data) {
      const { day } = asked.data
      return csvDownload(streamCsv(await dayRows(ctx, day, merchant, locale), locale), `${day}.csv`)
    }
    const { month } = asked.data
    return csvDownload(streamCsv(await monthRows(ctx, month, merchant, locale), locale), `${month}.csv`)
  },
)
