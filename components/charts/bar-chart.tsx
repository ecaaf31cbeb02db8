"use client"
import dynamic from "next/dynamic"
import type { ComponentProps } from "react"
import { cn } from "@/lib/cn"
import { Skeleton } from "../ui/skeleton"
import type { BarDrawing } from "./bar-drawing"

/**
 * Rendered in the browser only: the chart library sets inline styles, which the Content Security Policy forbids in
 * HTML.
 */
const Drawing = dynamic(() => import("./bar-drawing").then((module) => module.BarDrawing), {
  ssr: false,
  loading: () => <Skeleton className="h-full" />,
})

/** A stacked bar per position on the axis. `label` describes the chart; a `ChartTable` beside it lists the figures. */
export function BarChart({
  label,
  className,
  ...drawing
}: ComponentProps<typeof BarDrawing> & { label: string; className?: string }) {
  return (
    <div role="img" aria-label={label} className={cn("h-60 w-full", className)}>
      <Drawing {...drawing} />
    </div>
  )
}
