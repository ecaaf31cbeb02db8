"use client"
import { useTranslations } from "next-intl"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import { erase } from "./actions"

/** Erases the customer for good. Says first what goes, what stays and what happens to orders in progress. */
export function EraseCustomer({ id, orders, pending }: { id: string; orders: number; pending: number }) {
  const t = useTranslations("customers.erase")
  const { run } = useAction(erase, { done: { title: t("done") } })
  return (
    <ConfirmDialog
      trigger={<Button>{t("button")}</Button>}
      title={t("title")}
      consequence={
        <div className="space-y-3">
          <p>{t("goes", { count: orders })}</p>
          {pending > 0 && <p>{t("pending", { count: pending })}</p>}
          <p>{t("stays")}</p>
          <p>{t("pongo")}</p>
        </div>
      }
      confirmLabel={t("confirm")}
      tone="danger"
      onConfirm={() => run({ id })}
    />
  )
}
