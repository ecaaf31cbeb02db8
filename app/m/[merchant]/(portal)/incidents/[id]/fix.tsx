import { useTranslations } from "next-intl"
import { ButtonLink } from "@/components/ui/button"
import type { Incident } from "@/lib/incidents/queries"
import { ConnectLink } from "../../settings/connection/connect-link"
import { isMendedHere, ordersOf } from "../cause-words"

/** The one thing to press: what removes the cause, or the orders to replay. */
export function Fix({ incident }: { incident: Incident }) {
  const { cause, locationId, locationName } = incident
  const words = useTranslations("incidents.causes")(`${cause}.fix`, { location: locationName ?? "" })
  if (cause === "not_connected" || cause === "connection_revoked")
    return <ConnectLink variant="primary">{words}</ConnectLink>
  return (
    <ButtonLink
      href={
        isMendedHere(incident) ? `/locations?at=${locationId}#location-${locationId}` : ordersOf(incident)
      }
      variant={cause === "pongo_down" ? "secondary" : "primary"}
    >
      {words}
    </ButtonLink>
  )
}
