"use client"
import { useTranslations } from "next-intl"
import { ActionButton } from "@/app/action-button"
import { send } from "./actions"

/** Sends the day's failed orders again. Pressing twice has one effect, so there is no confirmation. */
export function SendGapButton({
  count,
  ...input
}: {
  day: string
  location?: string
  /** Name of the replay in the history. */
  name: string
  count: number
}) {
  const t = useTranslations("reconciliation.day")
  return (
    <ActionButton
      variant="primary"
      action={send}
      input={input}
      done={({ orders, state }) => ({
        tone: "delivered",
        title: t("sending.title", { count: orders }),
        description: t(state === "awaiting_approval" ? "sending.approval" : "sending.body"),
      })}
      failed={t("sending.refused")}
    >
      {t("send", { count })}
    </ActionButton>
  )
}
