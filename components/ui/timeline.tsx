import { ChevronRight } from "lucide-react"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { cn } from "@/lib/cn"
import type { Tone } from "./badge"

const DOT: Record<Tone, string> = {
  delivered: "bg-delivered",
  queued: "bg-queued",
  retrying: "bg-retrying",
  held: "bg-held",
  failed: "bg-failed",
  neutral: "bg-edge",
}

export type TimelineItem = {
  id: string
  /** What happened, in one plain sentence. */
  sentence: ReactNode
  /** When: displayed, and machine-readable. */
  time: string
  dateTime: string
  tone?: Tone
  /** A second sentence: the reason, the consequence or a button. */
  note?: ReactNode
  /** Headers, bodies and codes, folded. */
  detail?: ReactNode
}

/** The history of one thing, top to bottom. Works without JavaScript. */
export function Timeline({ items, label }: { items: TimelineItem[]; label: string }) {
  const t = useTranslations("common")
  return (
    <ol aria-label={label}>
      {items.map((item, index) => (
        <li key={item.id} className="relative flex gap-4 pb-6 last:pb-0">
          {index < items.length - 1 && (
            <span aria-hidden className="absolute bottom-0 left-[4px] top-2 w-px bg-rule" />
          )}
          <span
            aria-hidden
            className={cn(
              "relative mt-[5.5px] size-[9px] shrink-0 rounded-full ring-4 ring-paper",
              DOT[item.tone ?? "neutral"],
            )}
          />
          <div className="min-w-0 flex-1">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4">
              <p className="min-w-0">{item.sentence}</p>
              <time dateTime={item.dateTime} className="shrink-0 text-13 text-secondary">
                {item.time}
              </time>
            </div>
            {item.note && <div className="mt-0.5 text-pretty text-secondary">{item.note}</div>}
            {item.detail && (
              <details className="group mt-1.5">
                <summary className="-ml-1 inline-flex list-none items-center gap-1 rounded-control pr-1 text-13 text-secondary hover:text-ink">
                  <ChevronRight
                    aria-hidden
                    className="size-4 transition-transform duration-100 group-open:rotate-90"
                  />
                  {t("details")}
                </summary>
                <div className="mt-2">{item.detail}</div>
              </details>
            )}
          </div>
        </li>
      ))}
    </ol>
  )
}
