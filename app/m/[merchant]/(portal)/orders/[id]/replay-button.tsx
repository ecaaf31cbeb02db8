"use client"
import { useTranslations } from "next-intl"
import { useTransition } from "react"
import { useMerchant } from "@/components/link"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast"
import { errorSentence } from "@/lib/i18n/error-sentence"
import { replay } from "./actions"

/** Sends the order again, now. Pressed twice it has one effect, so it asks nothing first. */
export function ReplayButton({
  id,
  orderRef,
  isRetrying,
  isSecond = false,
}: {
  id: string
  orderRef: string
  isRetrying: boolean
  /** Something else mends the order: this is the lesser button beside it. */
  isSecond?: boolean
}) {
  const t = useTranslations("orders.order")
  const tErrors = useTranslations("errors")
  const merchant = useMerchant()
  const [pending, startTransition] = useTransition()

  const press = () =>
    startTransition(async () => {
      const result = await replay(merchant, { id })
      if (result.ok)
        toast({
          tone: "delivered",
          title: t("replayed.title", { ref: orderRef }),
          description: t("replayed.description"),
        })
      else toast({ tone: "failed", title: t("notReplayed"), description: errorSentence(tErrors, result) })
    })

  return (
    <Button variant={isRetrying || isSecond ? "secondary" : "primary"} pending={pending} onClick={press}>
      {t(isRetrying ? "fix.retryNow" : "fix.replay")}
    </Button>
  )
}
