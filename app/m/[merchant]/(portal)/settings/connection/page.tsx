import { getTranslations } from "next-intl/server"
import { titled } from "@/app/titled"
import { Banner } from "@/components/ui/banner"
import { ButtonLink } from "@/components/ui/button"
import { alsoActing, hasRole } from "@/lib/auth/ctx"
import { requireMember } from "@/lib/auth/session"
import { getConnection, getPongoHealth, listStores } from "@/lib/connections/queries"
import { connectionReturn } from "@/lib/connections/schema"
import { getCustomerImport } from "@/lib/customers/import"
import { errorSentence } from "@/lib/i18n/error-sentence"
import { getPendingLink } from "@/lib/links/queries"
import { listLocations } from "@/lib/locations/queries"
import { getMerchant } from "@/lib/merchants/queries"
import { getWebhookState } from "@/lib/webhooks/queries"
import { LiveRefresh } from "../../live-refresh"
import { SendLink } from "../send-link"
import { SettingsHeader } from "../settings-header"
import { createLink, revokeLink } from "./actions"
import { ConnectLink } from "./connect-link"
import { ConnectionFacts } from "./connection-facts"
import { ConnectionState } from "./connection-state"
import { Established } from "./established"
import { GrantedScopes } from "./granted-scopes"
import { NotConnected } from "./not-connected"
import { PasteToken } from "./paste-token"
import { PongoNews } from "./pongo-news"

export const generateMetadata = titled("settings.tabs.connection")

export default async function ConnectionPage({
  params,
  searchParams,
}: PageProps<"/m/[merchant]/settings/connection">) {
  const ctx = await requireMember(params)
  const { error, connected } = connectionReturn.parse(await searchParams)
  const isOwner = hasRole(ctx, "owner")
  const [connection, link, health, stores, locations, merchant, reading, webhooks, t, tErrors] =
    await Promise.all([
      getConnection(ctx),
      isOwner ? getPendingLink(ctx, "connection") : null,
      getPongoHealth(ctx),
      listStores(ctx),
      listLocations(ctx),
      getMerchant(ctx),
      getCustomerImport(ctx),
      getWebhookState(ctx),
      getTranslations("settings.connection"),
      getTranslations("errors"),
    ])
  const isOn = connection?.state === "connected" || connection?.state === "expiring"
  const isBeingMade = error === "oauth_in_progress" && !isOn
  const listed = stores.filter((store) => store.goneAt === null)
  const heldOrders = locations.reduce((sum, location) => sum + location.heldOrders, 0)

  return (
    <>
      <SettingsHeader tab="connection" />
      <div className="max-w-prose space-y-3 not-empty:mb-8">
        {isBeingMade && (
          <div role="status">
            <Banner>{errorSentence(tErrors, { code: error })}</Banner>
            <LiveRefresh />
          </div>
        )}
        {error && error !== "oauth_in_progress" && (
          <div role="alert">
            <Banner
              tone="failed"
              title={t("refused")}
              action={
                // Before the first connection, the page's main button is the same link.
                connection && hasRole(ctx, "manager") && <ConnectLink size="small">{t("again")}</ConnectLink>
              }
            >
              {errorSentence(tErrors, { code: error })}
            </Banner>
          </div>
        )}
        {(connected || error === "oauth_in_progress") && isOn && (
          <Established
            connection={connection}
            storeCount={listed.length}
            action={
              listed.length > 0 && (
                <ButtonLink variant="primary" size="small" href="/locations">
                  {t("established.next")}
                </ButtonLink>
              )
            }
          />
        )}
        {health?.isDown && (
          <Banner tone="warning" title={t("down.title")}>
            {t("down.body")}
          </Banner>
        )}
      </div>
      {connection ? (
        <>
          <ConnectionState
            connection={connection}
            heldOrders={heldOrders}
            mappedLocations={locations.filter((location) => location.storeSlug).length}
            timeZone={merchant.timeZone}
            mayConnect={hasRole(ctx, "manager")}
            mayDisconnect={isOwner}
          />
          <ConnectionFacts
            connection={connection}
            storeCount={listed.length}
            timeZone={merchant.timeZone}
            isOn={isOn}
            mayRefresh={isOn && hasRole(ctx, alsoActing("manager"))}
          />
          {isOn && (
            <PongoNews
              reading={reading}
              webhooks={{
                isReachable: webhooks.isReachable,
                events: webhooks.subscriptions.map(({ event }) => event),
                since: webhooks.subscriptions[0]?.since ?? null,
                lastReceivedAt: webhooks.lastReceivedAt,
                error: webhooks.error,
                checkedAt: webhooks.checkedAt,
                renewedAt: webhooks.renewedAt,
              }}
              mayCheck={hasRole(ctx, alsoActing("manager"))}
            />
          )}
          {isOn && <GrantedScopes connection={connection} />}
        </>
      ) : isBeingMade ? null : (
        <NotConnected mayConnect={hasRole(ctx, "manager")} heldOrders={heldOrders} />
      )}
      {isOwner && !isBeingMade && (
        <SendLink
          of="connection"
          create={createLink}
          revoke={revokeLink}
          pending={link}
          timeZone={merchant.timeZone}
        />
      )}
      {isOwner && !isBeingMade && <PasteToken isReplacing={isOn} isOpen={error === "pongo_not_configured"} />}
    </>
  )
}
