"use client"
import { useTranslations } from "next-intl"
import { ActionButton } from "@/app/action-button"
import { verify } from "./actions"

/** Asks Pongo whether it has this delivered order. It changes nothing, so there is no confirmation. */
export function VerifyButton({ id }: { id: string }) {
  const t = useTranslations("replays.verify")
  const tKinds = useTranslations("orders.errorKinds")
  return (
    <ActionButton
      action={verify}
      input={{ id }}
      done={({ verification, errorKind }) => ({
        tone: verification === "failed" ? "failed" : "delivered",
        title: t(`${verification}.title`),
        description: t(`${verification}.body`, { cause: tKinds(errorKind ?? "internal") }),
      })}
      failed={t("refused")}
    >
      {t("button")}
    </ActionButton>
  )
}
