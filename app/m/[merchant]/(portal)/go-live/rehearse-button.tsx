import { Play } from "lucide-react"
import { useTranslations } from "next-intl"
import { ActionButton } from "@/app/action-button"
import { rehearse } from "./actions"

/** Starts a rehearsal. The page shows its progress. */
export function RehearseButton({
  isAgain,
  isRunning,
  isNext,
}: {
  isAgain: boolean
  isRunning: boolean
  isNext: boolean
}) {
  const t = useTranslations("goLive.rehearsal")
  return (
    <ActionButton
      variant={isNext ? "primary" : "secondary"}
      action={rehearse}
      input={{}}
      failed={t("failed")}
      pending={isRunning}
    >
      <Play aria-hidden />
      {t(isAgain ? "again" : "start")}
    </ActionButton>
  )
}
