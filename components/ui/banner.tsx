import { CircleAlert, CircleCheck, CirclePause, Info, TriangleAlert } from "lucide-react"
import type { ReactNode } from "react"
import { cn } from "@/lib/cn"

const TONES = {
  neutral: { icon: Info, text: "text-secondary", ground: "bg-wash" },
  warning: { icon: TriangleAlert, text: "text-retrying", ground: "bg-retrying-soft" },
  held: { icon: CirclePause, text: "text-held", ground: "bg-held-soft" },
  failed: { icon: CircleAlert, text: "text-failed", ground: "bg-failed-soft" },
  delivered: { icon: CircleCheck, text: "text-delivered", ground: "bg-delivered-soft" },
}

/** A message about the whole page or form: what happened, what is safe, and what to do (`action`). */
export function Banner({
  tone = "neutral",
  title,
  children,
  action,
  className,
}: {
  tone?: keyof typeof TONES
  title?: ReactNode
  children?: ReactNode
  action?: ReactNode
  className?: string
}) {
  const { icon: Icon, text, ground } = TONES[tone]
  return (
    <div
      className={cn("flex flex-wrap items-center gap-x-4 gap-y-3 rounded-card px-4 py-3", ground, className)}
    >
      <div className="flex min-w-0 flex-1 basis-64 gap-3">
        <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", text)} />
        <div className="min-w-0 text-pretty">
          {title && <p className="font-medium">{title}</p>}
          {children && <div className={cn(title && "text-secondary")}>{children}</div>}
        </div>
      </div>
      {action}
    </div>
  )
}
