"use client"
import { useTranslations } from "next-intl"
import { useTransition } from "react"
import { useMerchant } from "@/components/link"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast"
import { errorSentence } from "@/lib/i18n/error-sentence"
import type { NewLocation } from "@/lib/locations/schema"
import { add } from "./actions"

/** A location out of use whose orders wait: adding it again, as it was, puts it back in service. */
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
  const tErrors = useTranslations("errors")
  const merchant = useMerchant()
  const [pending, startTransition] = useTransition()

  const restore = () =>
    startTransition(async () => {
      const result = await add(merchant, location)
      if (result.ok)
        toast({
          tone: "delivered",
          title: t("archived.done", { location: location.name }),
          description: t("archived.doneHint"),
        })
      else
        toast({
          tone: "failed",
          title: t("archived.failed", { location: location.name }),
          description: errorSentence(tErrors, result),
        })
    })

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
        <Button pending={pending} onClick={restore}>
          {t("actions.restore")}
        </Button>
      )}
    </li>
  )
}
