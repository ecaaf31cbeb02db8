import { useTranslations } from "next-intl"
import { ButtonLink } from "@/components/ui/button"
import type { Incident } from "@/lib/incidents/queries"
import { ordersHref } from "../../orders/address"
import { ConnectLink } from "../../settings/connection/connect-link"

/** The one button that removes the cause. */
export function Fix({ incident }: { incident: Incident }) {
  const { cause, locationId, locationName } = incident
  const words = useTranslations("incidents.causes")(`${cause}.fix`, { location: locationName ?? "" })
  if (cause === "not_connected" || cause === "connection_revoked")
    return <ConnectLink variant="primary">{words}</ConnectLink>
  const href =
    cause === "location_unmapped" || cause === "store_gone"
      ? `/locations#location-${locationId}`
      : ordersHref(cause === "pongo_down" ? { status: "retrying" } : { status: "failed", reason: cause })
  return (
    <ButtonLink href={href} variant={cause === "pongo_down" ? "secondary" : "primary"}>
      {words}
    </ButtonLink>
  )
}
