import { getLocale, getTranslations } from "next-intl/server"
import { Timeline, type TimelineItem } from "@/components/ui/timeline"
import type { ReplayDetail } from "@/lib/replays/queries"
import { formatDateTime } from "@/lib/time"

/** The replay's history: who did what, from the plan to the end. */
export async function Story({ replay, timeZone }: { replay: ReplayDetail; timeZone: string }) {
  const [t, locale] = await Promise.all([getTranslations("replays.story"), getLocale()])
  const step = (
    id: string,
    at: Date | null,
    sentence: string,
    tone: TimelineItem["tone"] = "neutral",
  ): TimelineItem[] =>
    at
      ? [
          {
            id,
            sentence,
            tone,
            time: formatDateTime(at, { locale, timeZone, style: "short" }),
            dateTime: at.toISOString(),
          },
        ]
      : []
  const { kind } = replay
  return (
    <Timeline
      label={t("label")}
      items={[
        ...step("planned", replay.plannedAt, t("planned", { name: replay.plannedBy })),
        ...step(
          "confirmed",
          replay.confirmedAt,
          t(replay.needsApproval ? "asked" : "confirmed", { name: replay.confirmedBy ?? "" }),
        ),
        ...step("approved", replay.approvedAt, t("approved", { name: replay.approvedBy ?? "" })),
        ...step("started", replay.startedAt, t("started"), "queued"),
        ...step("finished", replay.finishedAt, t("finished", { kind }), "delivered"),
        ...step("cancelled", replay.cancelledAt, t("cancelled", { name: replay.cancelledBy ?? "" })),
        ...(replay.state === "expired" ? step("expired", replay.expiresAt, t("expired")) : []),
      ]}
    />
  )
}
