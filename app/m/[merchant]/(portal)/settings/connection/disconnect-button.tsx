"use client"
import { useTranslations } from "next-intl"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import { disconnectPongo } from "./actions"

export function DisconnectButton({
  mappedLocations,
  heldOrders,
}: {
  mappedLocations: number
  heldOrders: number
}) {
  const t = useTranslations("settings.connection.disconnect")
  const { run } = useAction(disconnectPongo, { done: { title: t("done") } })
  return (
    <ConfirmDialog
      trigger={<Button variant="ghost">{t("trigger")}</Button>}
      title={t("title")}
      consequence={
        <ul className="list-disc space-y-1.5 pl-4">
          <li>{t("stays", { count: mappedLocations })}</li>
          <li>{t("held", { count: heldOrders })}</li>
          <li>{t("tills")}</li>
        </ul>
      }
      confirmLabel={t("confirm")}
      tone="danger"
      onConfirm={() => run({})}
    />
  )
}
