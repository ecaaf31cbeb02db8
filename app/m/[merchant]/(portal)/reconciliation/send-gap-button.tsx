"use client"
import { useTranslations } from "next-intl"
import { useTransition } from "react"
import { useMerchant } from "@/components/link"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast"
import { errorSentence } from "@/lib/i18n/error-sentence"
import { send } from "./actions"

/** Sends again what failed of the day. Pressed twice it has one effect, so it asks nothing first. */
export function SendGapButton({
  day,
  location,
  name,
  count,
}: {
  day: string
  location?: string
  /** What the replay is called in the history. */
  name: string
  count: number
}) {
  const t = useTranslations("reconciliation.day")
  const tErrors = useTranslations("errors")
  const merchant = useMerchant()
  const [pending, startTransition] = useTransition()

  const press = () =>
    startTransition(async () => {
      const result = await send(merchant, { day, location, name })
      if (result.ok)
        toast({
          tone: "delivered",
          title: t("sending.title", { count: result.data.orders }),
          description: t(result.data.state === "awaiting_approval" ? "sending.approval" : "sending.body"),
        })
      else
        toast({
          tone: "failed",
          title: t("sending.refused"),
          description: errorSentence(tErrors, result),
        })
    })

  return (
    <Button variant="primary" pending={pending} onClick={press}>
      {t("send", { count })}
    </Button>
  )
}
