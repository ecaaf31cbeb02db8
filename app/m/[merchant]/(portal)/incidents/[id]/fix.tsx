import { useTranslations } from "next-intl"
import { ButtonLink } from "@/components/ui/button"
import type { Incident } from "@/lib/incidents/queries"
import { locationHref } from "../../locations/address"
import { ConnectLink } from "../../settings/connection/connect-link"
import { isMendedHere, ordersOf, placeOf } from "../cause-words"

/** The main action: a link to what removes the cause, or to the orders to replay. */
export function Fix({ incident }: { incident: Incident }) {
  const { cause, locationId } = incident
  const words = useTranslations("incidents.causes")(`${cause}.fix`, placeOf(incident))
  if (cause === "not_connected" || cause === "connection_revoked")
    return <ConnectLink variant="primary">{words}</ConnectLink>
  return (
    <ButtonLink
      href={isMendedHere(incident) ? locationsOf(locationId) : ordersOf(incident)}
      variant={cause === "pongo_down" ? "secondary" : "primary"}
    >
      {words}
    </ButtonLink>
  )
}

/** Without a single location, links to the list, which starts with the locations to fix. */
const locationsOf = (id: string | null) => (id ? locationHref(id) : "/locations")
