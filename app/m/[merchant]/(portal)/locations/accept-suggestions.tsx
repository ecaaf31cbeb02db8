"use client"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { useMerchant } from "@/components/link"
import { Banner } from "@/components/ui/banner"
import { Button } from "@/components/ui/button"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import { toast } from "@/components/ui/toast"
import { errorSentence } from "@/lib/i18n/error-sentence"
import { accept, undoAccept } from "./actions"

export type SureSuggestion = {
  locationId: string
  location: string
  storeSlug: string
  store: string
  why: string
}

/**
 * Maps all sure suggestions by one press, after listing them, undone by another. What somebody else took meanwhile
 * stays on the page in words.
 */
export function AcceptSuggestions({ suggestions }: { suggestions: SureSuggestion[] }) {
  const t = useTranslations("locations.sure")
  const tErrors = useTranslations("errors")
  const merchant = useMerchant()
  const [left, setLeft] = useState<{ id: string; sentence: string }[]>([])

  const undo = async (mappedAt: string, locationIds: string[]) => {
    const result = await undoAccept(merchant, { mappedAt, locationIds })
    if (result.ok) toast({ title: t("undone", { count: result.data, total: locationIds.length }) })
    else toast({ tone: "failed", title: t("notUndone"), description: errorSentence(tErrors, result) })
  }

  const confirm = async () => {
    const result = await accept(
      merchant,
      suggestions.map(({ locationId, storeSlug }) => ({ locationId, storeSlug })),
    )
    if (!result.ok) return { error: errorSentence(tErrors, result) }
    const { mappedAt, results } = result.data
    const mapped = results.filter(({ outcome }) => outcome === "mapped").map(({ locationId }) => locationId)
    const refused = results.filter(({ outcome }) => outcome !== "mapped" && outcome !== "already")
    setLeft(
      refused.map(({ locationId, outcome, holder }) => {
        const asked = suggestions.find((suggestion) => suggestion.locationId === locationId)
        const { location = "", store = "" } = asked ?? {}
        return { id: locationId, sentence: t("left", { outcome, location, store, holder: holder ?? "none" }) }
      }),
    )
    toast({
      tone: mapped.length > 0 ? "delivered" : "neutral",
      title: t("done", { count: mapped.length }),
      description: refused.length > 0 ? t("someLeft", { count: refused.length }) : undefined,
      action: mapped.length > 0 ? { label: t("undo"), run: () => void undo(mappedAt, mapped) } : undefined,
    })
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
