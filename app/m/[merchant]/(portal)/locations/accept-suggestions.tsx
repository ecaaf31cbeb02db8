"use client"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { useAction } from "@/app/use-action"
import { Banner } from "@/components/ui/banner"
import { Button } from "@/components/ui/button"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import { accept, undoAccept } from "./actions"

type SureSuggestion = {
  locationId: string
  location: string
  storeSlug: string
  store: string
  why: string
}

const isMapped = ({ outcome }: { outcome: string }) => outcome === "mapped"
const isRefused = ({ outcome }: { outcome: string }) => outcome !== "mapped" && outcome !== "already"

/**
 * Lists all sure suggestions, maps them with one press, and undoes them with another. Stores that somebody else mapped
 * meanwhile are named on the page.
 */
export function AcceptSuggestions({ suggestions }: { suggestions: SureSuggestion[] }) {
  const t = useTranslations("locations.sure")
  const [left, setLeft] = useState<{ id: string; sentence: string }[]>([])

  const { run: undo } = useAction(undoAccept, {
    done: (count, { locationIds }) => ({ title: t("undone", { count, total: locationIds.length }) }),
    failed: t("notUndone"),
  })
  const { run } = useAction(accept, {
    done: ({ mappedAt, results }) => {
      const locationIds = results.filter(isMapped).map(({ locationId }) => locationId)
      const refused = results.filter(isRefused).length
      const isSome = locationIds.length > 0
      return {
        tone: isSome ? "delivered" : "neutral",
        title: t("done", { count: locationIds.length }),
        description: refused > 0 ? t("someLeft", { count: refused }) : undefined,
        action: isSome ? { label: t("undo"), run: () => undo({ mappedAt, locationIds }) } : undefined,
      }
    },
  })

  const confirm = async () => {
    const answer = await run(suggestions.map(({ locationId, storeSlug }) => ({ locationId, storeSlug })))
    if (answer.ok)
      setLeft(
        answer.data.results.filter(isRefused).map(({ locationId, outcome, holder }) => {
          const asked = suggestions.find((suggestion) => suggestion.locationId === locationId)
          const { location = "", store = "" } = asked ?? {}
          return {
            id: locationId,
            sentence: t("left", { outcome, location, store, holder: holder ?? "none" }),
          }
        }),
      )
    return answer
  }

  return (
    <>
      {left.length > 0 && (
        <div role="alert" className="mb-4">
          <Banner tone="warning" title={t("leftTitle")}>
            <ul>
              {left.map(({ id, sentence }) => (
                <li key={id}>{sentence}</li>
              ))}
            </ul>
          </Banner>
        </div>
      )}
      {suggestions.length > 0 && (
        <div className="mb-4">
          <ConfirmDialog
            trigger={<Button variant="primary">{t("action", { count: suggestions.length })}</Button>}
            title={t("title", { count: suggestions.length })}
            consequence={t("consequence")}
            confirmLabel={t("confirm", { count: suggestions.length })}
            onConfirm={confirm}
          >
            <ul className="border-t">
              {suggestions.map(({ locationId, location, store, why }) => (
                <li key={locationId} className="border-b py-2">
                  <p>
                    <span className="font-medium">{location}</span>
                    <span aria-hidden> → </span>
                    <span className="sr-only">{t("to")}</span>
                    {store}
                  </p>
                  <p className="text-13 text-secondary">{why}</p>
                </li>
              ))}
            </ul>
          </ConfirmDialog>
        </div>
      )}
    </>
  )
}
