import { getLocale } from "next-intl/server"
import { requireMember } from "@/lib/auth/session"
import { csvDownload, writeCsv } from "@/lib/csv/write"
import { orUnavailable } from "@/lib/http"
import { fileMessages } from "@/lib/i18n/plain-messages"
import { locationRows } from "@/lib/locations/location-file"
import type { PosLocation } from "@/lib/locations/schema"

const EXAMPLES: PosLocation[] = [
  {
    id: "bastille",
    name: "Le Comptoir Bastille",
    address: "12 rue de la Roquette",
    postal_code: "75011",
    city: "Paris",
    country: "FR",
    phone: "+33143550101",
  },
  { id: "LYON-01", name: "Le Comptoir Lyon", city: "Lyon" },
]

/** A template for spreadsheets: the columns and two example rows. */
export const GET = orUnavailable(
  async (
    _request: Request,
    { params }: RouteContext<"/m/[merchant]/locations/template.csv">,
  ): Promise<Response> => {
    const [, locale] = await Promise.all([requireMember(params), getLocale()])
    return csvDownload(
      writeCsv(locationRows(EXAMPLES, locale), locale),
      fileMessages[locale].locations.template,
    )
  },
)
