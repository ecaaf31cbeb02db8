import type { ChartRow } from "./chart-rows"

/** The style of both axes in every chart. */
export const AXIS = {
  tick: { fill: "var(--secondary)", fontSize: 12 },
  tickLine: false,
  axisLine: { stroke: "var(--edge)" },
  interval: "preserveStart",
} as const

export const placesOf = (rows: readonly ChartRow[]): string[] =>
  rows.flatMap(({ key, tick }) => (tick === null ? [] : key))

export function tickOf(rows: readonly ChartRow[]): (key: string) => string {
  const ticks = new Map(rows.map(({ key, tick }) => [key, tick]))
  return (key) => ticks.get(key) ?? ""
}
