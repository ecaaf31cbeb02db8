import type { ReactNode } from "react"
import { cn } from "@/lib/cn"

export function Kbd({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <kbd
      className={cn(
        "inline-grid h-5 min-w-5 place-items-center rounded-[4px] border bg-wash px-1 font-sans text-12 text-secondary",
        className,
      )}
    >
      {children}
    </kbd>
  )
}
