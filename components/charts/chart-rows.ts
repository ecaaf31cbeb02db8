/** Chart colours: the status colours and the accent. */
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

/** One position on the axis. `values` by series; a missing value was not measured. */
export type ChartRow = {
  key: string
  /** Label under the axis; null leaves it out. */
  tick: string | null
  /** Heading of its figures. */
  title: string
  values: Record<string, number | undefined>
}
