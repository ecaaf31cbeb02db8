import { ChevronDown } from "lucide-react"
import type { ComponentProps } from "react"
import { cn } from "@/lib/cn"
import { controlStyle } from "./input"

/** A native select with `<option>` children. `className` sizes the whole control. */
export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <span className={cn("relative block", className)}>
      <select className={cn(controlStyle, "h-9 appearance-none truncate pr-9 max-md:h-10")} {...rest}>
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute inset-y-0 right-3 my-auto size-4 text-secondary"
      />
    </span>
  )
}
