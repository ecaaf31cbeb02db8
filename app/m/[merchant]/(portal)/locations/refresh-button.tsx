"use client"
import { RefreshCw } from "lucide-react"
import { useTranslations } from "next-intl"
import { ActionButton } from "@/app/action-button"
import { refresh } from "./actions"

/** Fetches the list of stores from Pongo again. */
export function RefreshButton() {
  const t = useTranslations("locations")
  return (
    <ActionButton
      action={refresh}
      input={{}}
      done={(count) => ({ tone: "delivered", title: t("refreshed.title", { count }) })}
      failed={t("refreshed.failed")}
    >
      <RefreshCw aria-hidden />
      {t("actions.refresh")}
    </ActionButton>
  )
}
