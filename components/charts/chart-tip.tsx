import { useLocale } from "next-intl"
import { cn } from "@/lib/cn"
import type { ChartRow, ChartSeries, ChartTone } from "./chart-rows"

const SWATCH: Record<ChartTone, string> = {
  delivered: "bg-delivered",
  queued: "bg-queued",
  retrying: "bg-retrying",
  held: "bg-held",
  failed: "bg-failed",
  edge: "bg-edge",
  accent: "bg-accent",
  secondary: "bg-secondary",
}

/** Tooltip with the figures at the pointer. */
export function ChartTip({
  row,
  series,
  write,
}: {
  row: ChartRow | undefined
  series: ChartSeries[]
  write?: (value: number) => string
}) {
  const locale = useLocale()
  if (!row) return null
  const present = series.filter(({ key }) => row.values[key])
  return (
    <div className="rounded-card bg-surface px-3 py-2 text-13 shadow-float">
      <p className="font-medium">{row.title}</p>
      <ul>
        {present.map(({ key, label, tone }) => (
          <li key={key} className="flex items-center gap-2">
            <span className={cn("size-2 rounded-full", SWATCH[tone])} />
            <span className="text-secondary">{label}</span>
            <span className="ml-auto pl-4">
              {write ? write(row.values[key]!) : row.values[key]!.toLocaleString(locale)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Legend of the series colours. */
export function ChartLegend({ series }: { series: ChartSeries[] }) {
  return (
    <ul className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-13 text-secondary">
      {series.map(({ key, label, tone, isDashed }) => (
        <li key={key} className="flex items-center gap-2">
          <svg aria-hidden viewBox="0 0 16 4" className="h-1 w-4">
            <line
              x1="0"
              x2="16"
              y1="2"
              y2="2"
              stroke={`var(--${tone})`}
              strokeWidth="3"
              strokeDasharray={isDashed ? "4 2" : undefined}
            />
          </svg>
          {label}
        </li>
      ))}
    </ul>
  )
}
