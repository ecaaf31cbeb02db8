import { useTranslations } from "next-intl"
import { ActionButton } from "@/app/action-button"
import { approve } from "../actions"

/** The second person's yes. Pressed twice, or by two people at once, it has one effect. */
export function ApproveButton({ id }: { id: string }) {
  const t = useTranslations("replays.approval")
  return (
    <ActionButton
      variant="primary"
      action={approve}
      input={{ id }}
      done={{ tone: "delivered", title: t("approved") }}
    >
      {t("approve")}
    </ActionButton>
  )
}
