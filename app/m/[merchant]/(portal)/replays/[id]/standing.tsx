import { getLocale, getTranslations } from "next-intl/server"
import type { ReactNode } from "react"
import { Banner } from "@/components/ui/banner"
import { ButtonLink } from "@/components/ui/button"
import { alsoActing, type Ctx, hasRole } from "@/lib/auth/ctx"
import type { ReplayDetail } from "@/lib/replays/queries"
import { UNDO_SECONDS } from "@/lib/replays/schema"
import { formatDateTime } from "@/lib/time"
import { ApproveButton } from "./approve-button"
import { StopButton } from "./stop-button"

const minutes = UNDO_SECONDS / 60

type Props = { ctx: Ctx; replay: ReplayDetail; timeZone: string }

/** The pending approval or the start time, with its button. Plans and ended replays show nothing. */
export async function Standing({ ctx, replay, timeZone }: Props) {
  const [t, locale] = await Promise.all([getTranslations("replays"), getLocale()])
  const mayAct = hasRole(ctx, alsoActing("manager"))
  const { id, state, sentOrders: sent, threshold } = replay
  const names = new Intl.ListFormat(locale, { type: "disjunction" }).format(replay.approvers)
  const until = formatDateTime(replay.expiresAt, { locale, timeZone, style: "short" })
  const stop = (label: string) => mayAct && <StopButton id={id} sent={sent} label={label} />

  if (state === "planned") {
    const isLarge = replay.kind === "send" && replay.orders > threshold
    if (!isLarge || !mayAct) return null
    if (!replay.isMine) return <Notice>{t("plan.others", { name: replay.plannedBy, threshold })}</Notice>
    if (replay.approvers.length === 0) return <Alone ctx={ctx} threshold={threshold} />
    return (
      <Notice title={t("approval.needed.title")}>
        {t("approval.needed.body", { threshold, names, minutes })}
      </Notice>
    )
  }
  if (state === "awaiting_approval") {
    if (!replay.isMine && !hasRole(ctx, "manager"))
      return (
        <Notice title={t("approval.viewer.title")}>
          {t("approval.viewer.body", { name: replay.plannedBy })}
        </Notice>
      )
    if (!replay.isMine)
      return (
        <Banner
          tone="held"
          className="mb-8"
          title={t("approval.yours.title", { name: replay.plannedBy })}
          action={
            <div className="flex flex-wrap gap-2">
              <ApproveButton id={id} />
              {stop(t("approval.decline"))}
            </div>
          }
        >
          {t("approval.yours.body", { minutes, until })}
        </Banner>
      )
    if (replay.approvers.length === 0)
      return <Alone ctx={ctx} threshold={threshold} action={stop(t("run.cancel"))} />
    return (
      <Notice title={t("approval.waiting.title")} action={stop(t("run.cancel"))}>
        {t("approval.waiting.body", { names, until })}
      </Notice>
    )
  }
  if (state === "scheduled") {
    const isSoon = !replay.startsAt || replay.startsAt.getTime() <= Date.now()
    if (isSoon)
      return (
        <Notice title={t("run.starting.title")} action={stop(t("run.stop"))}>
          {t("run.starting.body")}
        </Notice>
      )
    const at = formatDateTime(replay.startsAt!, { locale, timeZone, style: "time" })
    return (
      <Notice tone="held" title={t("run.scheduled.title", { at })} action={stop(t("run.cancel"))}>
        {t("run.scheduled.body")}
      </Notice>
    )
  }
  return null
}

/** No other member can approve: explains the alternatives. */
async function Alone({ ctx, threshold, action }: { ctx: Ctx; threshold: number; action?: ReactNode }) {
  const t = await getTranslations("replays.approval.alone")
  return (
    <Banner
      tone="warning"
      className="mb-8"
      title={t("title")}
      action={
        <div className="flex flex-wrap gap-2">
          {hasRole(ctx, "owner") && <ButtonLink href="/settings/team">{t("invite")}</ButtonLink>}
          {action}
        </div>
      }
    >
      {t("body", { threshold })}
    </Banner>
  )
}

function Notice({
  tone = "neutral",
  title,
  action,
  children,
}: {
  tone?: "neutral" | "held"
  title?: string
  action?: ReactNode
  children: ReactNode
}) {
  return (
    <Banner tone={tone} title={title} action={action} className="mb-8">
      {children}
    </Banner>
  )
}
