"use client"
import { RotateCw } from "lucide-react"
import { useTranslations } from "next-intl"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { readStoresAgain } from "./actions"

export function RefreshStores() {
  const t = useTranslations("settings.connection.refresh")
  const { run, pending, refusal } = useAction(readStoresAgain, {
    done: (count) =>
      count === null
        ? { tone: "failed", title: t("failed") }
        : { tone: "delivered", title: t("done", { count }) },
  })

  return (
    <div className="max-w-72">
      <Button size="small" pending={pending} onClick={() => run({})}>
        <RotateCw aria-hidden />
        {t("button")}
      </Button>
      <p role="alert" className="mt-1 text-13 text-failed empty:hidden">
        {refusal?.sentence}
      </p>
    </div>
  )
}
