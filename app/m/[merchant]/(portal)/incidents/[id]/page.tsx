import type { Metadata } from "next"
import { getLocale, getNow, getTranslations } from "next-intl/server"
import { Badge } from "@/components/ui/badge"
import { Banner } from "@/components/ui/banner"
import { PageHeader, Section } from "@/components/ui/page-header"
import { composeAlert } from "@/lib/alerts/compose"
import { listAlertsAbout } from "@/lib/alerts/queries"
import { alsoActing, hasRole } from "@/lib/auth/ctx"
import { requireMember } from "@/lib/auth/session"
import { writeNotices } from "@/lib/incidents/words"
import { getMerchant } from "@/lib/merchants/queries"
import { formatDateTime } from "@/lib/time"
import { LiveRefresh } from "../../live-refresh"
import { requireIncident } from "../../records"
import { isMendedHere, placeOf, titleOf, toneOf } from "../cause-words"
import { DismissButton } from "./dismiss-button"
import { Fix } from "./fix"
import { History } from "./history"
import { Impact } from "./impact"
import { MissingOrders } from "./missing-orders"
import { Notices } from "./notices"

export async function generateMetadata({
  params,
}: PageProps<"/m/[merchant]/incidents/[id]">): Promise<Metadata> {
  const [t, incident] = await Promise.all([getTranslations("incidents"), requireIncident(params)])
  return { title: titleOf(t, incident) }
}

export default async function IncidentPage({ params }: PageProps<"/m/[merchant]/incidents/[id]">) {
  const { id } = await params
  const [ctx, incident] = await Promise.all([requireMember(params), requireIncident(params)])
  const [t, locale, now, merchant, told] = await Promise.all([
    getTranslations("incidents"),
    getLocale(),
    getNow(),
    getMerchant(ctx),
    listAlertsAbout(ctx, `/incidents/${id}`),
  ])
  const { cause, state, said, httpStatus, closedAt, isPutAway } = incident
  const isOpen = state === "open"
  const tone = toneOf(incident)
  const isManager = hasRole(ctx, alsoActing("manager"))
  const left = incident.orders - incident.recovered
  return (
    <>
      {isOpen && <LiveRefresh everyMs={15_000} />}
      <PageHeader
        back={{ href: "/incidents", label: t("detail.back") }}
        title={titleOf(t, incident)}
        meta={
          <Badge tone={isOpen ? tone : isPutAway ? "neutral" : "delivered"}>
            {t(isPutAway ? "states.putAway" : `states.${state}`)}
          </Badge>
        }
        action={
          isOpen && (
            <>
              {tone === "failed" && isManager && <DismissButton id={id} remaining={incident.remaining} />}
              {(isManager || !isMendedHere(incident)) && <Fix incident={incident} />}
            </>
          )
        }
      />
      <Banner
        tone={!isOpen ? "neutral" : tone === "retrying" ? "warning" : tone}
        title={
          isOpen || !closedAt
            ? t(`causes.${cause}.why`, placeOf(incident))
            : t(isPutAway ? "detail.putAway" : "detail.over", {
                until: formatDateTime(closedAt, { locale, timeZone: merchant.timeZone, style: "short" }),
              })
        }
        className="mb-10"
      >
        {said && <p>{t("said", { said, code: httpStatus ?? 0 })}</p>}
        {isOpen ? (
          <p>
            {t(`causes.${cause}.safe`, placeOf(incident))}{" "}
            {isMendedHere(incident) && !isManager && t("detail.fixedBy")}
          </p>
        ) : (
          left > 0 && <p>{t("detail.overLeft", { count: left })}</p>
        )}
      </Banner>
      <div className="grid gap-x-12 gap-y-10 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="min-w-0 xl:order-last">
          <Section title={t("detail.impact.title")}>
            <Impact incident={incident} merchant={merchant} locale={locale} now={now} />
          </Section>
        </div>
        <div className="min-w-0">
          <Section title={t("detail.timeline.title")}>
            <History
              incident={incident}
              told={told.map((alert) => ({ ...alert, title: composeAlert(alert, merchant, locale).title }))}
              timeZone={merchant.timeZone}
              locale={locale}
            />
          </Section>
          <MissingOrders incident={incident} merchant={merchant} locale={locale} />
        </div>
      </div>
      {!isPutAway && (
        <div className="mt-10">
          <Notices texts={writeNotices(incident, merchant)} initialLocale={locale} />
        </div>
      )}
    </>
  )
}
