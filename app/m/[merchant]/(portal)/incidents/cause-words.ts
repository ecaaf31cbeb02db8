import type { getTranslations } from "next-intl/server"
import type { PortalPath } from "@/lib/address"
import type { Incident } from "@/lib/incidents/queries"
import { ordersHref } from "../orders/address"

type Words = Awaited<ReturnType<typeof getTranslations<"incidents">>>
type Named = Pick<Incident, "cause" | "locationName" | "locationCount">

/** The cause as the title of its incident. */
export const titleOf = (t: Words, incident: Named) => t(`causes.${incident.cause}.title`, placeOf(incident))

/** What the sentences about a cause say of the place. */
export const placeOf = ({
  locationName,
  locationCount,
}: Pick<Incident, "locationName" | "locationCount">) => ({
  location: locationName ?? "",
  places: locationName ? 1 : Math.max(2, locationCount),
})

/** As the orders it touches look in the log. */
export function toneOf({ cause }: Pick<Incident, "cause">): "failed" | "retrying" | "held" {
  if (cause === "rejected_by_pongo" || cause === "retries_exhausted") return "failed"
  return cause === "pongo_down" ? "retrying" : "held"
}

/** Whether a manager can remove the cause; otherwise its orders are to be looked at. */
export const isMendedHere = ({ cause }: Pick<Incident, "cause">) =>
  cause !== "pongo_down" && cause !== "rejected_by_pongo" && cause !== "retries_exhausted"

/** Whether each location it touches is to be mended by itself. */
export const isPerLocation = ({ cause }: Pick<Incident, "cause">) =>
  cause === "location_unmapped" || cause === "store_gone"

/** The orders of an incident in the log, as near as its filters come. */
export function ordersOf({ cause, httpStatus, locationId }: Incident): PortalPath {
  const test = "without"
  if (cause === "pongo_down") return ordersHref({ status: "retrying", test })
  if (cause === "rejected_by_pongo")
    return ordersHref({ status: "failed", reason: cause, ...(httpStatus && { http: httpStatus }), test })
  if (cause === "retries_exhausted") return ordersHref({ status: "failed", reason: cause, test })
  return ordersHref({ status: "held", reason: cause, ...(locationId && { location: locationId }), test })
}
