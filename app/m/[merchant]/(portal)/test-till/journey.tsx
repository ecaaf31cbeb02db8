"use client"
import { useTranslations } from "next-intl"
import { useEffect, useRef, useState } from "react"
import { Link } from "@/components/link"
import { StatusBadge } from "@/components/ui/status-badge"
import type { OrderAnswer } from "@/lib/orders/schema"
import type { Order } from "./use-order"

const EVERY_MS = 1_000
const OVER = ["delivered", "failed", "skipped", "held", "waiting_payment"]
/** Pongo is asked at once what a refund changed; a job asks again later, which nobody waits for. */
const LOOKS_FOR_REVERSAL = 20

/** The order's progress to Pongo, polled as a till would, until it has arrived or waits for somebody. */
export function Journey({ answer, refresh }: { answer: OrderAnswer; refresh: Order["refresh"] }) {
  const t = useTranslations("testTill.journey")
  const [looks, setLooks] = useState(0)
  const latest = useRef(refresh)
  latest.current = refresh
  const isMissingReversal =
    ["cancelled", "refunded"].includes(answer.state) &&
    answer.sync.status === "delivered" &&
    !answer.reversal &&
    looks < LOOKS_FOR_REVERSAL
  const isOver = OVER.includes(answer.sync.status) && !isMissingReversal

  // biome-ignore lint/correctness/useExhaustiveDependencies: one timer per order, whatever else re-renders.
  useEffect(() => {
    void latest.current()
    if (isOver) return
    const timer = setInterval(() => {
      setLooks((before) => before + 1)
      void latest.current()
    }, EVERY_MS)
    return () => clearInterval(timer)
  }, [isOver, answer.order_id])

  return (
    <div role="status" className="rounded-card bg-wash p-4">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link
          href={`/orders/${answer.id}`}
          className="font-medium text-accent underline-offset-2 hover:underline"
        >
          {answer.order_id}
        </Link>
        <StatusBadge status={answer.sync.status} />
      </p>
      <p className="mt-1 text-pretty text-secondary">{answer.sync.message}</p>
      {answer.warnings.map(({ code, message }) => (
        <p key={code} className="mt-1 text-13 text-retrying">
          {message}
        </p>
      ))}
      <p className="mt-1 text-13 text-secondary">{t("test")}</p>
    </div>
  )
}
