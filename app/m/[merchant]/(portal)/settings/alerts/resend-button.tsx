"use client"
import { useTranslations } from "next-intl"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast"
import { resend } from "./actions"

export function ResendButton({ id, title }: { id: string; title: string }) {
  const t = useTranslations("alerts.settings.log.resend")
  const { run, pending } = useAction(resend)
  return (
    <Button
      size="small"
      pending={pending}
      aria-label={t("label", { title })}
      onClick={async () => {
        const outcome = await run({ id })
        if (outcome.ok) toast({ title: t("done") })
        else toast({ tone: "failed", title: outcome.refusal.sentence })
      }}
    >
      {t("trigger")}
    </Button>
  )
}
