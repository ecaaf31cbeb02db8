"use client"
import { useTranslations } from "next-intl"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import { forget } from "./actions"

export function ForgetTill({ till }: { till: string }) {
  const t = useTranslations("tills.forget")
  const { run } = useAction(forget, { done: { title: t("done", { till }) } })
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
      onConfirm={() => run({ ref: till })}
    />
  )
}
