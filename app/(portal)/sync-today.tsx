import Link from "next/link"
import { useTranslations } from "next-intl"
import { StatusBadge } from "@/components/ui/status-badge"
import type { SyncStatus } from "@/db/enums"
import { cn } from "@/lib/cn"

const ORDER = [
  "delivered",
  "queued",
  "sending",
  "retrying",
  "held",
  "failed",
  "waiting_payment",
  "skipped",
] as const satisfies readonly SyncStatus[]

const FILL: Record<SyncStatus, string> = {
  delivered: "fill-delivered",
  queued: "fill-queued",
  sending: "fill-queued",
  retrying: "fill-retrying",
  held: "fill-held",
  failed: "fill-failed",
  waiting_payment: "fill-edge",
  skipped: "fill-edge",
}

/** Where today's orders stand: a bar, and below it each state with its number, leading to its orders. */
export function SyncToday({ counts }: { counts: Partial<Record<SyncStatus, number>> }) {
  const t = useTranslations("overview.today")
  const present = ORDER.filter((status) => counts[status])
  const total = present.reduce((sum, status) => sum + counts[status]!, 0)
  if (total === 0) return <p className="border-y py-4 text-secondary">{t("none")}</p>

  let x = 0
  return (
    <>
      <p className="mb-3">{t("received", { count: total })}</p>
      <svg
        aria-hidden
        viewBox={`0 0 ${total} 1`}
        preserveAspectRatio="none"
        className="h-2 w-full rounded-full"
      >
        {present.map((status) => {
          const start = x
          x += counts[status]!
          return (
            <rect
              key={status}
              x={start}
              y={0}
              width={counts[status]}
              height={1}
              className={cn(FILL[status])}
            />
          )
        })}
      </svg>
      <ul aria-label={t("bar")} className="mt-3 flex flex-wrap gap-x-6 gap-y-2">
        {present.map((status) => (
          <li key={status}>
            <Link
              href={`/orders?period=today&status=${status}`}
              className="flex items-center gap-2 rounded-control hover:underline"
            >
              <StatusBadge status={status} />
              <span className="font-medium">{counts[status]}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
