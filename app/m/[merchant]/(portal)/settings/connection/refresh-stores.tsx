"use client"
import { RotateCw } from "lucide-react"
import { useTranslations } from "next-intl"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast"
import { readStoresAgain } from "./actions"

export function RefreshStores() {
  const t = useTranslations("settings.connection.refresh")
  const { run, pending, refusal } = useAction(readStoresAgain)

  async function refresh() {
    const outcome = await run({})
    if (!outcome.ok) return
    if (outcome.data === null) toast({ tone: "failed", title: t("failed") })
    else toast({ tone: "delivered", title: t("done", { count: outcome.data }) })
  }

  return (
    <div className="max-w-72">
      <Button size="small" pending={pending} onClick={refresh}>
        <RotateCw aria-hidden />
        {t("button")}
      </Button>
      <p role="alert" className="mt-1 text-13 text-failed empty:hidden">
        {refusal?.sentence}
      </p>
    </div>
  )
}
