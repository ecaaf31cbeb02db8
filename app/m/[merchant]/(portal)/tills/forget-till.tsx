"use client"
import { useTranslations } from "next-intl"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import { toast } from "@/components/ui/toast"
import { forget } from "./actions"

export function ForgetTill({ till }: { till: string }) {
  const t = useTranslations("tills.forget")
  const { run } = useAction(forget)
  return (
    <ConfirmDialog
      trigger={
        <Button size="small" variant="ghost" className="text-secondary" aria-label={t("label", { till })}>
          {t("trigger")}
        </Button>
      }
      title={t("title", { till })}
      consequence={t("consequence")}
      confirmLabel={t("confirm")}
      onConfirm={async () => {
        const outcome = await run({ ref: till })
        if (!outcome.ok) return { error: outcome.refusal.sentence }
        toast({ title: t("done", { till }) })
      }}
    />
  )
}
