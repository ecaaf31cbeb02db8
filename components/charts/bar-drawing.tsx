"use client"
import { Bar, CartesianGrid, BarChart as Chart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts"
import { AXIS, placesOf, tickOf } from "./axis"
import type { ChartRow, ChartSeries } from "./chart-rows"
import { ChartTip } from "./chart-tip"

/** With more bars than this, leave no gap between them. */
const DENSE = 60

export function BarDrawing({ rows, series }: { rows: ChartRow[]; series: ChartSeries[] }) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <Chart
        data={rows}
        margin={{ top: 4, right: 0, bottom: 0, left: 0 }}
        barCategoryGap={rows.length > DENSE ? 0 : "16%"}
        accessibilityLayer={false}
      >
        <CartesianGrid vertical={false} stroke="var(--rule)" />
        <XAxis {...AXIS} dataKey="key" ticks={placesOf(rows)} tickFormatter={tickOf(rows)} minTickGap={12} />
        <YAxis {...AXIS} interval="preserveEnd" width={36} allowDecimals={false} axisLine={false} />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: "var(--wash)" }}
          content={({ active, label }) =>
            active && <ChartTip row={rows.find(({ key }) => key === label)} series={series} />
          }
        />
        {series.map(({ key, tone }) => (
          <Bar
            key={key}
            dataKey={(row: ChartRow) => row.values[key] ?? 0}
            name={key}
            stackId="all"
            fill={`var(--${tone})`}
            isAnimationActive={false}
          />
        ))}
      </Chart>
    </ResponsiveContainer>
  )
}
