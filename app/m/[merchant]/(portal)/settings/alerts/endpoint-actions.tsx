"use client"
import { useTranslations } from "next-intl"
import { ActionButton } from "@/app/action-button"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import { remove, tryEndpoint } from "./actions"

export function EndpointActions({ id, host }: { id: string; host: string }) {
  const t = useTranslations("alerts.settings.endpoints")
  const { run } = useAction(remove, { done: { title: t("remove.done", { host }) } })
  return (
    <div className="flex gap-1">
      <ActionButton
        size="small"
        action={tryEndpoint}
        input={{ id }}
        done={{ title: t("tried") }}
        aria-label={t("tryLabel", { host })}
      >
        {t("try")}
      </ActionButton>
      <ConfirmDialog
        trigger={
          <Button size="small" variant="ghost" aria-label={t("remove.label", { host })}>
            {t("remove.trigger")}
          </Button>
        }
        title={t("remove.title", { host })}
        consequence={t("remove.consequence")}
        confirmLabel={t("remove.confirm")}
        tone="danger"
        onConfirm={() => run({ id })}
      />
    </div>
  )
}
