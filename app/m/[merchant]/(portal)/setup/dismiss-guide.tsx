import { useTranslations } from "next-intl"
import { ActionButton } from "@/app/action-button"
import { dismiss, recall } from "./actions"

/** Hides the guide on the overview, for this person only. */
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

/** Shows the guide again. */
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
