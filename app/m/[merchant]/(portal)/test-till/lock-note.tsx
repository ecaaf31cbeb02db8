"use client"
import { useLocale, useTranslations } from "next-intl"
import { useEffect, useState } from "react"
import { Button } from "@/components/ui/button"
import { formatDateTime } from "@/lib/time"
import type { Called } from "./call-till"
import { Refused } from "./refused"
import { useCall } from "./use-call"

/** Until when this till holds the reward; afterwards, that another one may take it. */
export function LockNote({
  until,
  timeZone,
  onLock,
}: {
  until: string
  timeZone: string
  onLock: () => Promise<Called<unknown>>
}) {
  const t = useTranslations("testTill.order.lock")
  const locale = useLocale()
  const [isOver, setOver] = useState(false)
  const { isBusy, refusal, run } = useCall()
  useEffect(() => {
    setOver(false)
    const timer = setTimeout(() => setOver(true), Math.max(0, Date.parse(until) - Date.now()))
    return () => clearTimeout(timer)
  }, [until])
  return (
    <div className="ml-9 text-13 text-secondary">
      {isOver ? (
        <p className="flex flex-wrap items-center gap-2">
          {t("over")}
          <Button size="small" pending={isBusy} onClick={() => run(onLock)}>
            {t("again")}
          </Button>
        </p>
      ) : (
        <p>{t("until", { time: formatDateTime(until, { locale, timeZone, style: "time" }) })}</p>
      )}
      <Refused refusal={refusal} className="mt-2" />
    </div>
  )
}
