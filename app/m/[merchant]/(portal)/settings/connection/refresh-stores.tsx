"use client"
import { useTranslations } from "next-intl"
import { readStoresAgain } from "./actions"
import { AskPongo } from "./ask-pongo"

export function RefreshStores() {
  const t = useTranslations("settings.connection.refresh")
  return (
    <AskPongo
      action={readStoresAgain}
      done={(count) =>
        count === null
          ? { tone: "failed", title: t("failed") }
          : { tone: "delivered", title: t("done", { count }) }
      }
    >
      {t("button")}
    </AskPongo>
  )
}
