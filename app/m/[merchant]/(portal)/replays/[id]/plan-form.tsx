import { getLocale, getTranslations } from "next-intl/server"
import { ButtonLink } from "@/components/ui/button"
import { alsoActing, type Ctx, hasRole } from "@/lib/auth/ctx"
import type { ReplayDetail } from "@/lib/replays/queries"
import { formatDateTime } from "@/lib/time"
import { ConfirmForm } from "./confirm-form"

/** When the plan expires, and the form that confirms it, for people with the right role. */
export async function PlanForm({
  ctx,
  replay,
  timeZone,
}: {
  ctx: Ctx
  replay: ReplayDetail
  timeZone: string
}) {
  const [t, locale] = await Promise.all([getTranslations("replays.plan"), getLocale()])
  const { id, kind, orders } = replay
  if (orders === 0)
    return (
      <ButtonLink variant="primary" href="/orders" className="mt-6">
        {t("back")}
      </ButtonLink>
    )
  if (!hasRole(ctx, alsoActing("manager"))) return <p className="mt-6 text-secondary">{t("viewer")}</p>
  const at = (date: Date) => formatDateTime(date, { locale, timeZone, style: "short" })
  const needsApproval = kind === "send" && orders > replay.threshold
  return (
    <>
      <p className="mt-3 max-w-prose text-pretty text-13 text-secondary">
        {t("frozen", { at: at(replay.plannedAt), until: at(replay.expiresAt) })}
      </p>
      {(!needsApproval || replay.isMine) && (
        <ConfirmForm
          id={id}
          kind={kind}
          orders={orders}
          suggestedName={t("suggested", { kind, at: at(replay.plannedAt) })}
          needsApproval={needsApproval}
        />
      )}
    </>
  )
}
