"use client"
import { useTranslations } from "next-intl"
import { useEffect, useState } from "react"
import { Link } from "@/components/link"
import { StatusBadge } from "@/components/ui/status-badge"
import type { OrderAnswer } from "@/lib/orders/schema"
import type { Call } from "./test-till"

const EVERY_MS = 1_000
const OVER = ["delivered", "failed", "skipped", "held", "waiting_payment"]

/** The order's progress to Pongo, polled as a till would. */
export function Journey({
  call,
  locationRef,
  first,
}: {
  call: Call
  locationRef: string
  first: OrderAnswer
}) {
  const t = useTranslations("testTill.journey")
  const [order, setOrder] = useState(first)
  const isOver = OVER.includes(order.sync.status)

  // biome-ignore lint/correctness/useExhaustiveDependencies: one timer per order, whatever else re-renders.
  useEffect(() => {
    if (isOver) return
    const timer = setInterval(async () => {
      const called = await call<OrderAnswer>(
        "GET",
        `/orders/${encodeURIComponent(first.order_id)}?location_id=${encodeURIComponent(locationRef)}`,
      )
      if (called.ok) setOrder(called.data)
    }, EVERY_MS)
    return () => clearInterval(timer)
  }, [isOver, first.order_id])

  return (
    <div role="status" className="mt-6 rounded-card bg-wash p-4">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link
          href={`/orders/${order.id}`}
          className="font-medium text-accent underline-offset-2 hover:underline"
        >
          {order.order_id}
        </Link>
        <StatusBadge status={order.sync.status} />
      </p>
      <p className="mt-1 text-pretty text-secondary">{order.sync.message}</p>
      {order.warnings.map(({ code, message }) => (
        <p key={code} className="mt-1 text-13 text-retrying">
          {message}
        </p>
      ))}
      <p className="mt-1 text-13 text-secondary">{t("test")}</p>
    </div>
  )
}
