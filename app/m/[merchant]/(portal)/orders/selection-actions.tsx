"use client"
import { useTranslations } from "next-intl"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast"
import type { ShownOrder } from "./order-rows"

/**
 * Actions on the selected orders. The table's bar shows the count and clears the selection.
 * @param clear ends the selection after a successful action
 */
export function SelectionActions({
  ids,
  rows,
  clear,
  className,
}: {
  ids: string[]
  rows: ShownOrder[]
  clear: () => void
  className?: string
}) {
  const t = useTranslations("orders.selection")

  async function copy() {
    const refs = rows.filter(({ id }) => ids.includes(id)).map(({ ref }) => ref)
    const isCopied = await navigator.clipboard.writeText(refs.join("\n")).then(
      () => true,
      () => false,
    )
    toast({ tone: isCopied ? "delivered" : "failed", title: t(isCopied ? "copied" : "notCopied") })
    if (isCopied) clear()
  }

  return (
    <Button size="small" onClick={copy} className={className}>
      {t("copy")}
    </Button>
  )
}
