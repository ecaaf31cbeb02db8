import { useTranslations } from "next-intl"
import { ActionButton } from "@/app/action-button"
import { approve } from "../actions"

/** Second person's approval. Two presses, or two people at once, have one effect. */
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
