"use client"
import { RefreshCw } from "lucide-react"
import { useTranslations } from "next-intl"
import { useTransition } from "react"
import { useMerchant } from "@/components/link"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast"
import { errorSentence } from "@/lib/i18n/error-sentence"
import { refresh } from "./actions"

/** Reads the list of stores from Pongo again. */
export function RefreshButton() {
  const t = useTranslations("locations")
  const tErrors = useTranslations("errors")
  const merchant = useMerchant()
  const [pending, startTransition] = useTransition()

  const press = () =>
    startTransition(async () => {
      const result = await refresh(merchant, {})
      if (result.ok) toast({ tone: "delivered", title: t("refreshed.title", { count: result.data }) })
      else
        toast({ tone: "failed", title: t("refreshed.failed"), description: errorSentence(tErrors, result) })
    })

  return (
    <Button pending={pending} onClick={press}>
      <RefreshCw aria-hidden />
      {t("actions.refresh")}
    </Button>
  )
}
