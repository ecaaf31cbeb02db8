import { useTranslations } from "next-intl"
import { ActionButton } from "@/app/action-button"
import { resend } from "./actions"

export function ResendButton({ id, title }: { id: string; title: string }) {
  const t = useTranslations("alerts.settings.log.resend")
  return (
    <ActionButton
      size="small"
      action={resend}
      input={{ id }}
      done={{ title: t("done") }}
      aria-label={t("label", { title })}
    >
      {t("trigger")}
    </ActionButton>
  )
}
