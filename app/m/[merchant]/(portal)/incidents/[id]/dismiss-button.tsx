"use client"
import { useTranslations } from "next-intl"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import { dismiss } from "./actions"

export function DismissButton({ id, remaining }: { id: string; remaining: number }) {
  const t = useTranslations("incidents.detail.dismiss")
  const { run } = useAction(dismiss, { done: { title: t("done") } })
  return (
    <ConfirmDialog
      trigger={<Button variant="ghost">{t("trigger")}</Button>}
      title={t("title")}
      consequence={t("consequence", { count: remaining })}
      confirmLabel={t("confirm")}
      onConfirm={() => run({ id })}
    />
  )
}
