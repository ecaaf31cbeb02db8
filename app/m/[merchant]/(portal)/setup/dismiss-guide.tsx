"use client"
import { useTranslations } from "next-intl"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast"
import { dismiss, recall } from "./actions"

/** Puts the guide of the overview away, for oneself. */
export function DismissGuide() {
  const t = useTranslations("setup")
  const { run, pending } = useAction(dismiss)
  return (
    <Button
      variant="ghost"
      size="small"
      pending={pending}
      onClick={async () => {
        const outcome = await run({})
        if (outcome.ok) toast({ title: t("dismissed"), description: t("dismissedHint") })
        else toast({ tone: "failed", title: t("notDismissed"), description: outcome.refusal.sentence })
      }}
    >
      {t("dismiss")}
    </Button>
  )
}

/** Brings it back. */
export function RecallGuide() {
  const t = useTranslations("setup")
  const { run, pending } = useAction(recall)
  return (
    <Button
      size="small"
      pending={pending}
      onClick={async () => {
        const outcome = await run({})
        if (outcome.ok) toast({ title: t("recalled") })
        else toast({ tone: "failed", title: t("notRecalled"), description: outcome.refusal.sentence })
      }}
    >
      {t("recall")}
    </Button>
  )
}
