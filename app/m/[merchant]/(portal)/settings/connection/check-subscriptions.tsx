"use client"
import { useTranslations } from "next-intl"
import { checkSubscriptions } from "./actions"
import { AskPongo } from "./ask-pongo"

export function CheckSubscriptions() {
  const t = useTranslations("settings.connection.news")
  return (
    <div className="mt-2">
      <AskPongo
        action={checkSubscriptions}
        done={(count) => ({ tone: "delivered", title: t("webhooksCheckDone", { count }) })}
      >
        {t("webhooksCheck")}
      </AskPongo>
    </div>
  )
}
