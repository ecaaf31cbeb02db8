"use client"
import { useTranslations } from "next-intl"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import { cancel } from "../actions"

/** Stops the replay after a confirmation. Orders that were sent stay sent. */
export function StopButton({ id, sent, label }: { id: string; sent: number; label: string }) {
  const t = useTranslations("replays.run")
  const { run } = useAction(cancel, { done: { title: t("stopped") } })
  return (
    <ConfirmDialog
      trigger={<Button>{label}</Button>}
      title={t("stopTitle")}
      consequence={t("stopBody", { sent })}
      confirmLabel={t("stopConfirm")}
      tone="danger"
      onConfirm={() => run({ id })}
    />
  )
}
