"use client"
import { RefreshCw } from "lucide-react"
import { useTranslations } from "next-intl"
import { ActionButton } from "@/app/action-button"
import { refresh } from "./actions"

/** Fetches the rewards from Pongo again. */
export function RefreshButton({ variant = "secondary" }: { variant?: "primary" | "secondary" }) {
  const t = useTranslations("rewards.refresh")
  return (
    <ActionButton
      variant={variant}
      action={refresh}
      input={{}}
      done={(count) => ({ tone: "delivered", title: t("done", { count }) })}
      failed={t("failed")}
    >
      <RefreshCw aria-hidden />
      {t("action")}
    </ActionButton>
  )
}
