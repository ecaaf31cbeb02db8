"use client"
import { Send } from "lucide-react"
import { useTranslations } from "next-intl"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast"
import { tryMail } from "./actions"

export function TryMail() {
  const t = useTranslations("alerts.settings.mail.try")
  const { run, pending } = useAction(tryMail)
  return (
    <Button
      pending={pending}
      onClick={async () => {
        const outcome = await run({})
        if (outcome.ok) toast({ title: t("done") })
        else toast({ tone: "failed", title: outcome.refusal.sentence })
      }}
    >
      <Send aria-hidden />
      {t("label")}
    </Button>
  )
}
