import type { ReactNode } from "react"
import { cn } from "@/lib/cn"

/** Says what will appear here, with the button that creates the first one. */
export function EmptyState({
  title,
  children,
  action,
  className,
}: {
  title: ReactNode
  children?: ReactNode
  action?: ReactNode
  className?: string
}) {
  return (
    <div className={cn("px-6 py-16 text-center", className)}>
      <p className="text-16 font-medium">{title}</p>
      {children && <div className="mx-auto mt-1 max-w-[26rem] text-pretty text-secondary">{children}</div>}
      {action && <div className="mt-5 flex justify-center gap-2">{action}</div>}
    </div>
  )
}
