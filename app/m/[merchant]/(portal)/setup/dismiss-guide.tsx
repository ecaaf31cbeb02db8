import { useTranslations } from "next-intl"
import { ActionButton } from "@/app/action-button"
import { dismiss, recall } from "./actions"

/** Puts the guide of the overview away, for oneself. */
export function DismissGuide() {
  const t = useTranslations("setup")
  return (
    <ActionButton
      variant="ghost"
      size="small"
      action={dismiss}
      input={{}}
      done={{ title: t("dismissed"), description: t("dismissedHint") }}
      failed={t("notDismissed")}
    >
      {t("dismiss")}
    </ActionButton>
  )
}

/** Brings it back. */
export function RecallGuide() {
  const t = useTranslations("setup")
  return (
    <ActionButton
      size="small"
      action={recall}
      input={{}}
      done={{ title: t("recalled") }}
      failed={t("notRecalled")}
    >
      {t("recall")}
    </ActionButton>
  )
}
