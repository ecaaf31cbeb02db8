import { getLocale, getTranslations } from "next-intl/server"
import { Banner } from "@/components/ui/banner"
import { type Ctx, hasRole } from "@/lib/auth/ctx"
import { type Connection, getPongoHealth } from "@/lib/connections/queries"
import { countAllWaiting } from "@/lib/locations/waiting"
import { formatDateTime } from "@/lib/time"
import { ConnectLink } from "./(portal)/settings/connection/connect-link"
import { ExceptOn } from "./except-on"

const TELLS_ITSELF = "/settings/connection"

/** On every page while orders cannot reach Pongo: says that none is lost, with a reconnect button if that helps. */
export async function ServiceNotice({
  ctx,
  connection,
  timeZone,
}: {
  ctx: Ctx
  connection: Connection | null
  timeZone: string
}) {
  const [health, locale, t] = await Promise.all([
    getPongoHealth(ctx),
    getLocale(),
    getTranslations("settings.notice"),
  ])
  const since = (date: Date) => formatDateTime(date, { locale, timeZone, style: "short" })

  if (connection?.state === "revoked" || connection?.state === "disconnected") {
    const held = await countAllWaiting(ctx)
    return (
      <ExceptOn path={TELLS_ITSELF}>
        <Banner
          tone="failed"
          title={t(`${connection.state}.title`, { since: since(connection.stateChangedAt) })}
          action={hasRole(ctx, "manager") && <ConnectLink size="small">{t("reconnect")}</ConnectLink>}
          className="mb-6"
        >
          {t("held", { count: held })}
          {!hasRole(ctx, "manager") && ` ${t("askManager")}`}
        </Banner>
      </ExceptOn>
    )
  }
  if (connection && health?.isDown)
    return (
      <ExceptOn path={TELLS_ITSELF}>
        <Banner tone="warning" title={t("down.title", { since: since(health.since) })} className="mb-6">
          {t("down.body")}
        </Banner>
      </ExceptOn>
    )
  return null
}
