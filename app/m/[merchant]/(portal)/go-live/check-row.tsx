import { Check, CircleDashed, Minus, RotateCw, X } from "lucide-react"
import { useLocale, useTranslations } from "next-intl"
import { Link } from "@/components/link"
import { Badge, type Look } from "@/components/ui/badge"
import type { ReportRow, RowState } from "@/lib/go-live/schema"
import { CHECK_HREF, rowWords } from "./row-words"

const LOOK: Record<RowState, Look> = {
  passed: { tone: "delivered", icon: Check },
  rehearsed: { tone: "queued", icon: RotateCw },
  missing: { tone: "neutral", icon: CircleDashed },
  failed: { tone: "failed", icon: X },
  not_applicable: { tone: "neutral", icon: Minus },
}

/** One row of the check: the question, the finding and its source, and how to fix what is missing. */
export function CheckRow({
  row,
  timeZone,
  withHow = false,
}: {
  row: ReportRow
  timeZone: string
  /** A dated report records findings, not instructions. */
  withHow?: boolean
}) {
  const t = useTranslations("goLive")
  const locale = useLocale()
  const words = rowWords(t, row, { locale, timeZone })
  const { order } = row.evidence ?? {}
  const isOpen = row.state === "missing" || row.state === "failed"
  return (
    <li
      id={`check-${row.id}`}
      className="grid scroll-mt-16 break-inside-avoid gap-x-6 gap-y-1 border-b py-4 target:bg-accent-soft md:px-3 lg:grid-cols-[minmax(0,1fr)_9rem]"
    >
      <div className="min-w-0">
        <h3 className="text-14 font-medium">{words.title}</h3>
        <p className="text-pretty text-secondary">{words.finding}</p>
        {(order || words.place) && (
          <p className="mt-1 text-13 text-secondary">
            {order &&
              t.rich("evidence.order", {
                ref: order.ref,
                order: (ref) => (
                  <Link
                    href={`/orders/${order.id}`}
                    prefetch={false}
                    className="text-accent underline underline-offset-2"
                  >
                    {ref}
                  </Link>
                ),
              })}
            {order && words.place && " · "}
            {words.place}
          </p>
        )}
        {withHow && isOpen && (
          <p className="mt-2 text-pretty">
            <span className="sr-only">{t("how")} </span>
            {words.how}{" "}
            <Link href={CHECK_HREF[row.id]} className="text-accent underline underline-offset-2">
              {words.link}
            </Link>
          </p>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 max-lg:order-first lg:flex-col lg:items-end">
        <StateBadge state={row.state} />
        <span className="text-12 text-secondary lg:text-right">{words.requirement}</span>
      </div>
    </li>
  )
}

function StateBadge({ state }: { state: RowState }) {
  const t = useTranslations("goLive.states")
  return <Badge {...LOOK[state]}>{t(state)}</Badge>
}
