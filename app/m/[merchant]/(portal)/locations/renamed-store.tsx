"use client"
import { useTranslations } from "next-intl"
import { useTransition } from "react"
import { useMerchant } from "@/components/link"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast"
import { errorSentence } from "@/lib/i18n/error-sentence"
import { acknowledge } from "./actions"

/** Says that Pongo gave the mapped store another name, until somebody has taken note. */
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
  const tErrors = useTranslations("errors")
  const merchant = useMerchant()
  const [pending, startTransition] = useTransition()

  const note = () =>
    startTransition(async () => {
      const result = await acknowledge(merchant, { storeSlug, name })
      if (!result.ok)
        toast({ tone: "failed", title: t("notNoted"), description: errorSentence(tErrors, result) })
    })

  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-13 text-secondary">
      {t("was", { previousName })}
      {canEdit && (
        <Button size="small" pending={pending} onClick={note} aria-label={t("noteName", { name })}>
          {t("note")}
        </Button>
      )}
    </p>
  )
}
