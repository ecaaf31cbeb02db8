import type { getTranslations } from "next-intl/server"
import type { PortalPath } from "@/lib/address"
import type { Incident } from "@/lib/incidents/queries"
import type { formatsOf } from "@/lib/merchants/formats"
import { ordersHref } from "../orders/address"

type Words = Awaited<ReturnType<typeof getTranslations<"incidents">>>

/** In the past tense once the cause is gone. */
export const titleOf = (t: Words, incident: Incident) =>
  t(
    `causes.${incident.cause}.${incident.state === "closed" || incident.isEnding ? "was" : "title"}`,
    placeOf(incident),
  )

/** Who removed the cause of an incident that is ending, and when. */
export const mendedOf = (
  t: Words,
  { mendedBy, mendedAt }: Incident,
  moment: ReturnType<typeof formatsOf>["moment"],
) => t("detail.mended", { who: mendedBy ?? "none", when: moment(mendedAt!) })

/** Names the location in sentences about a cause. */
export const placeOf = ({
  locationName,
  locationCount,
}: Pick<Incident, "locationName" | "locationCount">) => ({
  location: locationName ?? "",
  places: locationName ? 1 : Math.max(2, locationCount),
})

/** The tone that the incident's orders have in the log. */
export function toneOf({ cause }: Pick<Incident, "cause">): "failed" | "retrying" | "held" {
  if (cause === "rejected_by_pongo" || cause === "retries_exhausted") return "failed"
  return cause === "pongo_down" ? "retrying" : "held"
}

/** Whether a manager can remove the cause here. If not, the button leads to the orders. */
export const isMendedHere = ({ cause }: Pick<Incident, "cause">) =>
  cause !== "pongo_down" && cause !== "rejected_by_pongo" && cause !== "retries_exhausted"

/** Whether each affected location needs its own fix. */
export const isPerLocation = ({ cause }: Pick<Incident, "cause">) =>
  cause === "location_unmapped" || cause === "store_gone"

/** The incident's orders in the log, as closely as the filters allow. */
export function ordersOf({ cause, httpStatus, locationId }: Incident): PortalPath {
  const test = "without"
  if (cause === "pongo_down") return ordersHref({ status: "retrying", test })
  if (cause === "rejected_by_pongo")
    return ordersHref({ status: "failed", reason: cause, ...(httpStatus && { http: httpStatus }), test })
  if (cause === "retries_exhausted") return ordersHref({ status: "failed", reason: cause, test })
  return ordersHref({ status: "held", reason: cause, ...(locationId && { location: locationId }), test })
}
