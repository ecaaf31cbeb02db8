import { getTranslations } from "next-intl/server"
import { type Ctx, hasRole } from "@/lib/auth/ctx"
import type { ReplayDetail } from "@/lib/replays/queries"
import { StopButton } from "./stop-button"

/** How far a running replay has come, with the button that stops it. */
export async function Progress({ ctx, replay }: { ctx: Ctx; replay: ReplayDetail }) {
  const t = await getTranslations("replays.run")
  const { id, kind, orders, sentOrders: sent, skippedOrders } = replay
  return (
    <div className="mb-8 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-64">
        <p role="status" className="mb-2">
          <span className="font-medium">{t("sending", { kind, sent, orders })}</span>
          {skippedOrders > 0 && (
            <span className="text-secondary"> · {t("skippedLate", { count: skippedOrders })}</span>
          )}
        </p>
        <progress
          aria-label={t("label")}
          max={orders}
          value={sent + skippedOrders}
          className="block h-1.5 w-full appearance-none overflow-hidden rounded-full bg-wash [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-wash [&::-webkit-progress-value]:bg-accent"
        />
      </div>
      {hasRole(ctx, "manager") && <StopButton id={id} sent={sent} label={t("stop")} />}
    </div>
  )
}
