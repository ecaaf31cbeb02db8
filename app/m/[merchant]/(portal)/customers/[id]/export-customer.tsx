"use client"
import { Download } from "lucide-react"
import { useTranslations } from "next-intl"
import { ActionButton } from "@/app/action-button"
import { exportData } from "./actions"

/** Downloads everything stored about the customer as JSON. */
export function ExportCustomer({ id }: { id: string }) {
  const t = useTranslations("customers.export")

  function save(data: string) {
    const address = URL.createObjectURL(new Blob([data], { type: "application/json" }))
    const link = document.createElement("a")
    link.href = address
    link.download = `${id}.json`
    link.click()
    URL.revokeObjectURL(address)
  }

  return (
    <ActionButton
      action={exportData}
      input={{ id }}
      onDone={save}
      done={{ tone: "delivered", title: t("done") }}
      failed={t("failed")}
    >
      <Download aria-hidden />
      {t("button")}
    </ActionButton>
  )
}
