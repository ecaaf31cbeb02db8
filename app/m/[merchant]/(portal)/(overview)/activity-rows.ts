import type { ChartRow, ChartSeries } from "@/components/charts/chart-rows"
import type { SyncStatus } from "@/db/enums"
import type { Activity, Bucket } from "@/lib/overview/queries"
import type { Period } from "@/lib/overview/schema"
import { formatDateTime } from "@/lib/time"

/** Stacking order from the bottom: delivered, in progress, held, failed, then orders not due to be sent. */
export const STATUS_ORDER = [
  "delivered",
  "queued",
  "sending",
  "retrying",
  "held",
  "failed",
  "waiting_payment",
  "skipped",
] as const satisfies readonly SyncStatus[]

const TONE: Record<SyncStatus, ChartSeries["tone"]> = {
  delivered: "delivered",
  queued: "queued",
  sending: "queued",
  retrying: "retrying",
  held: "held",
  failed: "failed",
  waiting_payment: "edge",
  skipped: "edge",
}

/** One series per status that occurs. */
export function statusSeries(
  counts: Activity["counts"],
  word: (status: SyncStatus) => string,
): ChartSeries[] {
  return STATUS_ORDER.filter((status) => counts[status]).map((status) => ({
    key: status,
    label: word(status),
    tone: TONE[status],
  }))
}

const TICK_EVERY_HOURS = 3

/** Formats the buckets for a chart in the merchant's time zone. The browser receives texts and numbers only. */
export function writeRows(
  buckets: readonly Bucket[],
  period: Period,
  { locale, timeZone }: { locale: string; timeZone: string },
  valuesOf: (bucket: Bucket) => ChartRow["values"],
): ChartRow[] {
  const write = (at: Date, style: "short" | "time" | "day") => formatDateTime(at, { locale, timeZone, style })
  return buckets.map((bucket, index) => {
    const { at } = bucket
    const isNewDay = index === 0 || write(at, "day") !== write(buckets[index - 1]!.at, "day")
    const tick = {
      today: () => (index % TICK_EVERY_HOURS === 0 ? write(at, "time") : null),
      "7d": () => (isNewDay ? write(at, "day") : null),
      "30d": () => write(at, "day"),
    }[period]
    return {
      key: String(at.getTime()),
      tick: tick(),
      title: write(at, period === "30d" ? "day" : "short"),
      values: valuesOf(bucket),
    }
  })
}
