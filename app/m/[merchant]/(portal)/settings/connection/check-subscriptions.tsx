"use client"
import { RotateCw } from "lucide-react"
import { useTranslations } from "next-intl"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { checkSubscriptions } from "./actions"

export function CheckSubscriptions() {
  const t = useTranslations("settings.connection.news")
  const { run, pending, refusal } = useAction(checkSubscriptions, {
    done: (count) => ({ tone: "delivered", title: t("webhooksCheckDone", { count }) }),
  })

  return (
    <div className="mt-2 max-w-72">
      <Button size="small" pending={pending} onClick={() => run({})}>
        <RotateCw aria-hidden />
        {t("webhooksCheck")}
      </Button>
      <p role="alert" className="mt-1 text-13 text-failed empty:hidden">
        {refusal?.sentence}
      </p>
    </div>
  )
}
