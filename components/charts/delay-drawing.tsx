"use client"
import { useLocale } from "next-intl"
import { CartesianGrid, LineChart as Chart, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts"
import { formatDuration } from "@/lib/time"
import { AXIS, placesOf, tickOf } from "./axis"
import type { ChartRow, ChartSeries } from "./chart-rows"
import { ChartTip } from "./chart-tip"

const SECOND = 1_000
const STEPS = [
  100,
  SECOND,
  10 * SECOND,
  60 * SECOND,
  600 * SECOND,
  3_600 * SECOND,
  86_400 * SECOND,
  864_000 * SECOND,
]

export function DelayDrawing({ rows, series }: { rows: ChartRow[]; series: ChartSeries[] }) {
  const locale = useLocale()
  const highest = Math.max(...rows.flatMap(({ values }) => series.map(({ key }) => values[key] ?? 0)))
  const top = Math.max(
    STEPS.findIndex((step) => step >= highest),
    1,
  )
  const steps = highest > STEPS.at(-1)! ? STEPS : STEPS.slice(0, top + 1)
  // Few points make a short line that is easy to miss, so draw them larger.
  const radius = rows.filter(({ values }) => Object.values(values).some(Boolean)).length > 12 ? 1.5 : 3
  const write = (ms: number) => formatDuration(ms, locale)
  return (
    <ResponsiveContainer width="100%" height="100%">
      <Chart data={rows} margin={{ top: 4, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--rule)" />
        <XAxis {...AXIS} dataKey="key" ticks={placesOf(rows)} tickFormatter={tickOf(rows)} minTickGap={12} />
        <YAxis
          {...AXIS}
          width={52}
          axisLine={false}
          scale="log"
          domain={[steps[0]!, steps.at(-1)!]}
          ticks={steps}
          interval={0}
          allowDataOverflow
          tickFormatter={write}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: "var(--edge)" }}
          content={({ active, label }) =>
            active && <ChartTip row={rows.find(({ key }) => key === label)} series={series} write={write} />
          }
        />
        {series.map(({ key, tone, isDashed }) => (
          <Line
            key={key}
            dataKey={({ values }: ChartRow) =>
              values[key] === undefined ? null : Math.max(values[key], STEPS[0]!)
            }
            name={key}
            stroke={`var(--${tone})`}
            strokeWidth={2}
            strokeDasharray={isDashed ? "4 3" : undefined}
            dot={{ r: radius, fill: `var(--${tone})`, strokeWidth: 0, clipDot: false }}
            activeDot={{ r: 4, strokeWidth: 0, fill: `var(--${tone})` }}
            isAnimationActive={false}
          />
        ))}
      </Chart>
    </ResponsiveContainer>
  )
}
