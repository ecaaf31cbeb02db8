import { getLocale } from "next-intl/server"
import { requireMember } from "@/lib/auth/session"
import { csvDownload, writeCsv } from "@/lib/csv/write"
import { orUnavailable } from "@/lib/http"
import { fileMessages } from "@/lib/i18n/plain-messages"
import { locationRows } from "@/lib/locations/location-file"
import { listDescribed } from "@/lib/locations/queries"

/** Exports live locations in a form that an import reads back unchanged. */
export const GET = orUnavailable(
  async (
    _request: Request,
    { params }: RouteContext<"/m/[merchant]/locations/locations.csv">,
  ): Promise<Response> => {
    const [ctx, locale] = await Promise.all([requireMember(params), getLocale()])
    const live = (await listDescribed(ctx)).filter(({ isArchived }) => !isArchived)
    return csvDownload(writeCsv(locationRows(live, locale), locale), fileMessages[locale].locations.file)
  },
)
