import { Check, Clock, Minus, X } from "lucide-react"
import { useLocale, useTranslations } from "next-intl"
import { Badge } from "@/components/ui/badge"
import type { Connection } from "@/lib/connections/queries"
import { formatDateTime } from "@/lib/time"
import { ConnectLink } from "./connect-link"
import { DisconnectButton } from "./disconnect-button"

const LOOK = {
  connected: { tone: "delivered", icon: Check },
  expiring: { tone: "retrying", icon: Clock },
  revoked: { tone: "failed", icon: X },
  disconnected: { tone: "neutral", icon: Minus },
} as const

/** The connection's state in a word and a sentence, what is safe, and the available buttons. */
export function ConnectionState({
  connection,
  heldOrders,
  mappedLocations,
  timeZone,
  mayConnect,
  mayDisconnect,
}: {
  connection: Connection
  heldOrders: number
  mappedLocations: number
  timeZone: string
  mayConnect: boolean
  mayDisconnect: boolean
}) {
  const t = useTranslations("settings.connection")
  const locale = useLocale()
  const { state, expiresAt, revokedBecause, missingScopes } = connection
  const isReconnectNext = state !== "connected" || missingScopes.length > 0
  const date = formatDateTime(state === "expiring" && expiresAt ? expiresAt : connection.stateChangedAt, {
    locale,
    timeZone,
  })
  return (
    <section className="mb-8 flex flex-wrap items-start justify-between gap-x-8 gap-y-4">
      <div className="min-w-0 max-w-prose flex-1 basis-80">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2 className="text-16 font-medium">{t("heading")}</h2>
          <Badge {...LOOK[state]}>{t(`state.${state}.word`)}</Badge>
        </div>
        <p className="mt-1 text-pretty text-secondary">
          {t(`state.${state}.sentence`, { date, count: heldOrders })}
        </p>
        {state === "revoked" && revokedBecause && (
          <p className="mt-1 text-13 text-secondary">{t("pongoSaid", { words: revokedBecause })}</p>
        )}
        {!mayConnect && <p className="mt-2 text-secondary">{t("whoMay")}</p>}
      </div>
      <div className="flex flex-wrap gap-2">
        {mayConnect && (
          <ConnectLink variant={isReconnectNext ? "primary" : "secondary"}>{t("reconnect")}</ConnectLink>
        )}
        {mayDisconnect && state !== "disconnected" && (
          <DisconnectButton mappedLocations={mappedLocations} heldOrders={heldOrders} />
        )}
      </div>
    </section>
  )
}
