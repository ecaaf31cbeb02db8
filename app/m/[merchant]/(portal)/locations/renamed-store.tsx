import { useTranslations } from "next-intl"
import { ActionButton } from "@/app/action-button"
import { acknowledge } from "./actions"

/** Shows that Pongo renamed the mapped store, until somebody acknowledges it. */
export function RenamedStore({
  storeSlug,
  name,
  previousName,
  canEdit,
}: {
  storeSlug: string
  name: string
  previousName: string
  canEdit: boolean
}) {
  const t = useTranslations("locations.renamed")
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-13 text-secondary">
      {t("was", { previousName })}
      {canEdit && (
        <ActionButton
          size="small"
          action={acknowledge}
          input={{ storeSlug, name }}
          failed={t("notNoted")}
          aria-label={t("noteName", { name })}
        >
          {t("note")}
        </ActionButton>
      )}
    </p>
  )
}
