"use client"
import dynamic from "next/dynamic"
import type { ComponentProps } from "react"
import { cn } from "@/lib/cn"
import { Skeleton } from "../ui/skeleton"
import type { DelayDrawing } from "./delay-drawing"

/** Rendered in the browser only, like `BarChart`. */
const Drawing = dynamic(() => import("./delay-drawing").then((module) => module.DelayDrawing), {
  ssr: false,
  loading: () => <Skeleton className="h-full" />,
})

/** Durations in milliseconds as lines, on a logarithmic axis from a tenth of a second to days. */
export function DelayChart({
  label,
  className,
  ...drawing
}: ComponentProps<typeof DelayDrawing> & { label: string; className?: string }) {
  return (
    <div role="img" aria-label={label} className={cn("h-60 w-full", className)}>
      <Drawing {...drawing} />
    </div>
  )
}
