import { getLocale, getNow, getTranslations } from "next-intl/server"
import { titled } from "@/app/titled"
import { Banner } from "@/components/ui/banner"
import { Section } from "@/components/ui/page-header"
import { composeAlert } from "@/lib/alerts/compose"
import { getAlertPreferences, getHeldHours, listAlertDeliveries, listEndpoints } from "@/lib/alerts/queries"
import { alsoActing, hasRole } from "@/lib/auth/ctx"
import { readSignedIn, requireMember } from "@/lib/auth/session"
import { env } from "@/lib/env"
import { MOST } from "@/lib/limits/schema"
import { getMerchant } from "@/lib/merchants/queries"
import { formatDateTime, formatRelative } from "@/lib/time"
import { LiveRefresh } from "../../live-refresh"
import { SettingsHeader } from "../settings-header"
import { DeliveryLog } from "./delivery-log"
import { Endpoints } from "./endpoints"
import { HeldHours } from "./held-hours"
import { Preferences } from "./preferences"
import { TryMail } from "./try-mail"

export const generateMetadata = titled("settings.tabs.alerts")

export default async function AlertsPage({ params }: PageProps<"/m/[merchant]/settings/alerts">) {
  const ctx = await requireMember(params)
  const [t, locale, merchant, preferences, hours, endpoints, deliveries, signedIn, now] = await Promise.all([
    getTranslations("alerts.settings"),
    getLocale(),
    getMerchant(ctx),
    getAlertPreferences(ctx),
    getHeldHours(ctx),
    listEndpoints(ctx),
    listAlertDeliveries(ctx),
    readSignedIn(),
    getNow(),
  ])
  const isOwner = hasRole(ctx, "owner")
  const isManager = hasRole(ctx, "manager")
  // An operator acting for the merchant gets no alerts: they are not a member.
  const isMember = ctx.actor.kind === "user"
  const isMailed = env.SMTP_URL !== undefined
  const isWaiting = deliveries.some(({ state }) => state === "waiting" || state === "sending")
  const at = (moment: Date) => formatDateTime(moment, { locale, timeZone: merchant.timeZone, style: "short" })
  return (
    <>
      <SettingsHeader tab="alerts" />
      {isWaiting && <LiveRefresh />}
      <Section
        title={t("mail.title")}
        sentence={t("mail.sentence", { address: signedIn?.email ?? "" })}
        action={isMailed && isMember && <TryMail />}
      >
        {!isMailed && (
          <Banner tone="warning" title={t("mail.off.title")} className="mb-6 max-w-prose">
            {t("mail.off.body")}
          </Banner>
        )}
        {isMember ? (
          <Preferences
            preferences={preferences}
            hours={hours}
            timeZone={merchant.timeZone}
            isManager={isManager}
          />
        ) : (
          <p className="border-t py-3 text-secondary">{t("mail.operator")}</p>
        )}
      </Section>
      <Section title={t("held.title")} sentence={t("held.sentence")}>
        <HeldHours hours={hours} mayChange={isManager} />
      </Section>
      <Endpoints
        mayChange={isOwner}
        isFull={endpoints.length >= MOST.endpoints}
        endpoints={endpoints.map(({ id, url, kinds, createdAt }) => {
          const last = deliveries.find(({ recipient, channel }) => channel === "webhook" && recipient === url)
          return {
            id,
            url,
            kinds,
            added: formatDateTime(createdAt, { locale, timeZone: merchant.timeZone, style: "date" }),
            last: last
              ? { state: last.state, when: formatRelative(last.sentAt ?? last.raisedAt, now, locale) }
              : null,
          }
        })}
      />
      <Section
        title={t("log.title")}
        sentence={hasRole(ctx, alsoActing("manager")) ? t("log.sentence") : t("log.own")}
      >
        <DeliveryLog
          rows={deliveries.map((delivery) => ({
            id: delivery.id,
            title: composeAlert(delivery, merchant, locale).title,
            href: delivery.href,
            recipient: delivery.channel === "mail" ? delivery.recipient : new URL(delivery.recipient).host,
            channel: delivery.channel,
            state: delivery.state,
            reason: delivery.reason,
            raised: at(delivery.raisedAt),
            due: delivery.dueAt > now ? at(delivery.dueAt) : null,
            attempts: delivery.attempts,
            error: delivery.error,
            isResendable:
              hasRole(ctx, alsoActing("manager")) && delivery.state === "failed" && !delivery.isRemoved,
          }))}
        />
      </Section>
    </>
  )
}
