/** Colours that a chart may use: those of the statuses, and the accent. */
export type ChartTone =
  | "delivered"
  | "queued"
  | "retrying"
  | "held"
  | "failed"
  | "edge"
  | "accent"
  | "secondary"

export type ChartSeries = { key: string; label: string; tone: ChartTone; isDashed?: boolean }

/** One place on the axis. `values` by series; what is absent was not measured. */
export type ChartRow = {
  key: string
  /** Under the axis; null: no room is asked for. */
  tick: string | null
  /** The heading of its figures. */
  title: string
  values: Record<string, number | undefined>
}
