"use client"
import { useTranslations } from "next-intl"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast"
import type { OrderSelection } from "@/lib/orders/schema"
import { updateView } from "./actions"

/** Gives the view in use the filters of now. */
export function UpdateView({
  view: { id, name, isShared },
  filters,
}: {
  view: { id: string; name: string; isShared: boolean }
  filters: OrderSelection
}) {
  const t = useTranslations("orders.views")
  const { run, pending } = useAction(updateView)

  async function press() {
    const outcome = await run({ id, filters })
    if (outcome.ok) toast({ tone: "delivered", title: t("updated", { name, isShared: String(isShared) }) })
    else toast({ tone: "failed", title: t("failed"), description: outcome.refusal.sentence })
  }

  return (
    <Button size="small" pending={pending} onClick={press}>
      {t("update")}
    </Button>
  )
}
