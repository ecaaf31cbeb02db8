"use client"
import { useTranslations } from "next-intl"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import { revokeKey } from "./actions"

export function RevokeKey({ id, name, lastUsed }: { id: string; name: string; lastUsed: string | null }) {
  const t = useTranslations("settings.keys.revoke")
  const { run } = useAction(revokeKey, { done: { title: t("done", { name }) } })
  return (
    <ConfirmDialog
      trigger={
        <Button size="small" variant="ghost" aria-label={t("label", { name })}>
          {t("trigger")}
        </Button>
      }
      title={t("title", { name })}
      consequence={
        <>
          <p>{t("consequence")}</p>
          <p className="mt-2 text-ink">{lastUsed ? t("used", { when: lastUsed }) : t("unused")}</p>
        </>
      }
      confirmLabel={t("confirm")}
      tone="danger"
      onConfirm={() => run({ id })}
    />
  )
}
