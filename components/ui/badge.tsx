import type { LucideIcon } from "lucide-react"
import type { ReactNode } from "react"
import { cn } from "@/lib/cn"

const TONE_STYLE = {
  delivered: "bg-delivered-soft text-delivered",
  queued: "bg-queued-soft text-queued",
  retrying: "bg-retrying-soft text-retrying",
  held: "bg-held-soft text-held",
  failed: "bg-failed-soft text-failed",
  neutral: "bg-neutral-soft text-neutral",
}
export type Tone = keyof typeof TONE_STYLE

/** How a state looks. Spread it on its Badge. */
export type Look = { tone: Tone; icon: LucideIcon }

/** A label (role, scope, count), or a state with its icon. For order states, use StatusBadge. */
export function Badge({
  tone = "neutral",
  icon: Icon,
  className,
  children,
}: {
  tone?: Tone
  icon?: LucideIcon
  className?: string
  children: ReactNode
}) {
  return (
    <span
      className={cn(
        "inline-flex h-5 items-center align-top gap-1 whitespace-nowrap rounded-control px-1.5 text-12 font-medium [&_svg]:size-3.5",
        TONE_STYLE[tone],
        className,
      )}
    >
      {Icon && <Icon aria-hidden strokeWidth={2.5} />}
      {children}
    </span>
  )
}
