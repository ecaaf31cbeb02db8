import type { ComponentProps } from "react"
import { cn } from "@/lib/cn"

/** The heading of a page without the portal's frame. */
export const Title = ({ className, ...rest }: ComponentProps<"h1">) => (
  <h1 className={cn("text-balance text-28 font-medium tracking-[-0.015em]", className)} {...rest} />
)
