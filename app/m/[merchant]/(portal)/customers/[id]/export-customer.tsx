"use client"
import { Download } from "lucide-react"
import { useTranslations } from "next-intl"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast"
import { exportData } from "./actions"

/** Hands over everything that is kept about the customer, as a JSON file. */
export function ExportCustomer({ id }: { id: string }) {
  const t = useTranslations("customers.export")
  const { run, pending } = useAction(exportData)

  async function save() {
    const outcome = await run({ id })
    if (!outcome.ok)
      return toast({ tone: "failed", title: t("failed"), description: outcome.refusal.sentence })
    const address = URL.createObjectURL(new Blob([outcome.data], { type: "application/json" }))
    const link = document.createElement("a")
    link.href = address
    link.download = `${id}.json`
    link.click()
    URL.revokeObjectURL(address)
    toast({ tone: "delivered", title: t("done") })
  }

  return (
    <Button pending={pending} onClick={save}>
      <Download aria-hidden />
      {t("button")}
    </Button>
  )
}
