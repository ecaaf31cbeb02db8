import { Check, CirclePause, Store as StoreIcon } from "lucide-react"
import { useTranslations } from "next-intl"
import { Link } from "@/components/link"
import { Badge } from "@/components/ui/badge"
import type { Location } from "@/lib/locations/queries"
import { ordersHref } from "../orders/address"
import { ArchiveButton } from "./archive-button"
import { RenamedStore } from "./renamed-store"
import { StorePicker } from "./store-picker"

/** One location and its store. Other pages link to `id="location-…"`. */
export function LocationRow({
  location,
  suggestion,
  held,
  canEdit,
  isConnected,
}: {
  location: Location
  suggestion?: { storeSlug: string; why: string }
  /** What its mapping holds up, in words, or null. */
  held: string | null
  canEdit: boolean
  isConnected: boolean
}) {
  const t = useTranslations("locations")
  const state = stateOf(location)
  const place = [location.address, [location.postalCode, location.city].filter(Boolean).join(" ")]
    .filter(Boolean)
    .join(", ")
  return (
    <li
      id={`location-${location.id}`}
      className="grid scroll-mt-16 items-start gap-x-6 gap-y-3 border-b py-4 target:bg-accent-soft md:px-3 lg:grid-cols-[minmax(0,1fr)_8rem_minmax(0,26rem)]"
    >
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link
            href={ordersHref({ location: location.id })}
            prefetch={false}
            className="font-medium underline-offset-2 hover:underline"
          >
            {location.name}
          </Link>
          <span className="font-mono text-12 text-secondary" title={t("ref")}>
            {location.ref}
          </span>
        </p>
        {place && <p className="text-13 text-secondary">{place}</p>}
        {location.storeSlug && location.storeName && location.storePreviousName && (
          <RenamedStore
            storeSlug={location.storeSlug}
            name={location.storeName}
            previousName={location.storePreviousName}
            canEdit={canEdit}
          />
        )}
        {held && <p className="mt-1 text-13 font-medium text-held">{held}</p>}
      </div>
      <p className="lg:pt-2">
        <Badge {...STATE_LOOK[state]}>{t(`state.${state}`)}</Badge>
      </p>
      {canEdit ? (
        <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-1">
          <StorePicker
            key={location.storeSlug}
            locationId={location.id}
            location={location.name}
            current={location.storeSlug ?? ""}
            suggestion={suggestion}
            canRestore={state !== "store_gone"}
            heldOrders={location.heldOrders}
            isConnected={isConnected}
          />
          <ArchiveButton
            location={location.name}
            locationRef={location.ref}
            heldOrders={location.heldOrders}
          />
        </div>
      ) : (
        <p className="lg:pt-2">
          {location.storeName ?? location.storeSlug ?? <span className="text-secondary">{t("none")}</span>}
        </p>
      )}
    </li>
  )
}

const STATE_LOOK = {
  mapped: { tone: "delivered", icon: Check },
  unmapped: { tone: "held", icon: CirclePause },
  store_gone: { tone: "failed", icon: StoreIcon },
} as const

/** The state of the mapping alone: the page reports a missing connection once, not per row. */
export function stateOf({ storeSlug, isStoreGone }: Location): keyof typeof STATE_LOOK {
  if (!storeSlug) return "unmapped"
  return isStoreGone ? "store_gone" : "mapped"
}
