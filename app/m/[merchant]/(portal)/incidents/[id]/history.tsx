import { useTranslations } from "next-intl"
import { Timeline, type TimelineItem } from "@/components/ui/timeline"
import type { ToldAlert } from "@/lib/alerts/queries"
import type { IncidentDetail } from "@/lib/incidents/queries"
import { formatDateTime } from "@/lib/time"

const TONES = {
  opened: "failed",
  reopened: "failed",
  mended: "queued",
  closed: "delivered",
  dismissed: "neutral",
} as const

type Item = Omit<TimelineItem, "time" | "dateTime"> & { at: Date }

/** The incident's events and notifications, oldest first. */
export function History({
  incident,
  told,
  timeZone,
  locale,
}: {
  incident: IncidentDetail
  told: (ToldAlert & { title: string })[]
  timeZone: string
  locale: string
}) {
  const t = useTranslations("incidents.detail.timeline")
  const items: Item[] = [
    { id: "began", at: incident.beganAt, sentence: t("began"), tone: "held" },
    ...incident.events.map(({ id, kind, actor, at, orders, recovered }) => ({
      id,
      at,
      sentence: t(kind, { orders, recovered, who: actor ?? "none" }),
      tone: TONES[kind],
    })),
    ...told.map(({ id, raisedAt, title, sent }) => ({
      id,
      at: raisedAt,
      sentence: t("told", { title }),
      note: t("toldNote", { sent }),
      tone: "queued" as const,
    })),
  ]
  // Keep a message after the change it reports when both have the same timestamp.
  items.sort((a, b) => a.at.getTime() - b.at.getTime())
  return (
    <Timeline
      label={t("title")}
      items={items.map(({ at, ...item }) => ({
        ...item,
        time: formatDateTime(at, { locale, timeZone, style: "short" }),
        dateTime: at.toISOString(),
      }))}
    />
  )
}
