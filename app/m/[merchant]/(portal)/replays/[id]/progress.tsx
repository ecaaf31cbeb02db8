import { getTranslations } from "next-intl/server"
import type { ReactNode } from "react"
import { alsoActing, type Ctx, hasRole } from "@/lib/auth/ctx"
import type { ReplayDetail } from "@/lib/replays/queries"
import { StopButton } from "./stop-button"

/** Progress of a replay: orders released, with the stop button; then orders delivered. */
export async function Progress({ ctx, replay }: { ctx: Ctx; replay: ReplayDetail }) {
  const t = await getTranslations("replays")
  const { id, kind, orders, sentOrders: sent, skippedOrders, standing } = replay
  if (replay.state !== "running")
    return (
      <Bar
        label={t("run.label")}
        words={t("result.arriving", { delivered: standing.delivered, sent })}
        value={sent - standing.onTheirWay - standing.held}
        max={sent}
      />
    )
  const late = skippedOrders > 0 && t("run.skippedLate", { count: skippedOrders })
  return (
    <Bar
      label={t("run.label")}
      words={[t("run.sending", { kind, sent, orders }), late].filter(Boolean).join(" · ")}
      value={sent + skippedOrders}
      max={orders}
      action={hasRole(ctx, alsoActing("manager")) && <StopButton id={id} sent={sent} label={t("run.stop")} />}
    />
  )
}

function Bar({
  label,
  words,
  value,
  max,
  action,
}: {
  label: string
  words: string
  value: number
  max: number
  action?: ReactNode
}) {
  return (
    <div className="mb-8 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-64">
        <p role="status" className="mb-2 font-medium">
          {words}
        </p>
        <progress
          aria-label={label}
          max={max}
          value={value}
          className="block h-1.5 w-full appearance-none overflow-hidden rounded-full bg-wash [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-wash [&::-webkit-progress-value]:bg-accent"
        />
      </div>
      {action}
    </div>
  )
}
