"use client"
import dynamic from "next/dynamic"
import type { ComponentProps } from "react"
import { cn } from "@/lib/cn"
import { Skeleton } from "../ui/skeleton"
import type { BarDrawing } from "./bar-drawing"

/** Drawn in the browser only: what the library measures and styles there, the Content Security Policy refuses in HTML. */
const Drawing = dynamic(() => import("./bar-drawing").then((module) => module.BarDrawing), {
  ssr: false,
  loading: () => <Skeleton className="h-full" />,
})

/** Bars in one stack a place. `label` says what they show; the figures stand in a `ChartTable` beside it. */
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
