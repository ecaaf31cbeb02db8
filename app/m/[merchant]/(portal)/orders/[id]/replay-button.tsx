import { useTranslations } from "next-intl"
import { ActionButton } from "@/app/action-button"
import { replay } from "./actions"

/** Sends the order again now. Pressing twice has one effect, so there is no confirmation. */
export function ReplayButton({
  id,
  orderRef,
  isRetrying,
  isSecond = false,
}: {
  id: string
  orderRef: string
  isRetrying: boolean
  /** Renders as the secondary button, beside one that fixes the cause. */
  isSecond?: boolean
}) {
  const t = useTranslations("orders.order")
  return (
    <ActionButton
      variant={isRetrying || isSecond ? "secondary" : "primary"}
      action={replay}
      input={{ id }}
      done={{
        tone: "delivered",
        title: t("replayed.title", { ref: orderRef }),
        description: t("replayed.description"),
      }}
      failed={t("notReplayed")}
    >
      {t(isRetrying ? "fix.retryNow" : "fix.replay")}
    </ActionButton>
  )
}
