"use client"
import { useTranslations } from "next-intl"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import { toast } from "@/components/ui/toast"
import { remove, tryEndpoint } from "./actions"

export function EndpointActions({ id, host }: { id: string; host: string }) {
  const t = useTranslations("alerts.settings.endpoints")
  const trying = useAction(tryEndpoint)
  const removing = useAction(remove)
  return (
    <div className="flex gap-1">
      <Button
        size="small"
        pending={trying.pending}
        aria-label={t("tryLabel", { host })}
        onClick={async () => {
          const outcome = await trying.run({ id })
          if (outcome.ok) toast({ title: t("tried") })
          else toast({ tone: "failed", title: outcome.refusal.sentence })
        }}
      >
        {t("try")}
      </Button>
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
        onConfirm={async () => {
          const outcome = await removing.run({ id })
          if (!outcome.ok) return { error: outcome.refusal.sentence }
          toast({ title: t("remove.done", { host }) })
        }}
      />
    </div>
  )
}
