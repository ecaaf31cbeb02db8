import { useTranslations } from "next-intl"
import { ActionButton } from "@/app/action-button"
import type { NewLocation } from "@/lib/locations/schema"
import { add } from "./actions"

/** An archived location with held orders. Adding it again restores it unchanged. */
export function ArchivedRow({
  id,
  location,
  held,
  canEdit,
}: {
  id: string
  location: NewLocation
  held: string
  canEdit: boolean
}) {
  const t = useTranslations("locations")
  return (
    <li
      id={`location-${id}`}
      className="flex scroll-mt-16 flex-wrap items-center justify-between gap-x-6 gap-y-3 border-b py-4 target:bg-accent-soft md:px-3"
    >
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-medium">{location.name}</span>
          <span className="font-mono text-12 text-secondary">{location.ref}</span>
        </p>
        <p className="mt-1 text-13 font-medium text-held">{held}</p>
      </div>
      {canEdit && (
        <ActionButton
          action={add}
          input={location}
          done={{
            tone: "delivered",
            title: t("archived.done", { location: location.name }),
            description: t("archived.doneHint"),
          }}
          failed={t("archived.failed", { location: location.name })}
        >
          {t("actions.restore")}
        </ActionButton>
      )}
    </li>
  )
}
