import type { ComponentProps } from "react"
import { cn } from "@/lib/cn"
import { controlStyle } from "./input"

export function Textarea({ className, rows = 4, ...rest }: ComponentProps<"textarea">) {
  return <textarea rows={rows} className={cn(controlStyle, "py-2", className)} {...rest} />
}
