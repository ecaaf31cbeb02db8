import { Send } from "lucide-react"
import { useTranslations } from "next-intl"
import { ActionButton } from "@/app/action-button"
import { tryMail } from "./actions"

export function TryMail() {
  const t = useTranslations("alerts.settings.mail.try")
  return (
    <ActionButton action={tryMail} input={{}} done={{ title: t("done") }}>
      <Send aria-hidden />
      {t("label")}
    </ActionButton>
  )
}
