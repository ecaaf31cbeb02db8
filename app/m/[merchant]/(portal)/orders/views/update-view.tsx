import { useTranslations } from "next-intl"
import { ActionButton } from "@/app/action-button"
import { updateView } from "@/app/m/[merchant]/(portal)/orders/actions"
import type { OrderSelection } from "@/lib/orders/schema"

/** Saves the current filters to the open view. */
export function UpdateView({
  view: { id, name, isShared },
  filters,
}: {
  view: { id: string; name: string; isShared: boolean }
  filters: OrderSelection
}) {
  const t = useTranslations("orders.views")
  return (
    <ActionButton
      size="small"
      action={updateView}
      input={{ id, filters }}
      done={{ tone: "delivered", title: t("updated", { name, isShared: String(isShared) }) }}
      failed={t("failed")}
    >
      {t("update")}
    </ActionButton>
  )
}
