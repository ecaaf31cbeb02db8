import type { Metadata } from "next"
import { getLocale, getNow, getTranslations } from "next-intl/server"
import { Badge } from "@/components/ui/badge"
import { Banner } from "@/components/ui/banner"
import { PageHeader, Section } from "@/components/ui/page-header"
import { composeAlert } from "@/lib/alerts/compose"
import { listAlertsAbout } from "@/lib/alerts/queries"
import { alsoActing, hasRole } from "@/lib/auth/ctx"
import { requireMember } from "@/lib/auth/session"
import type { IncidentDetail } from "@/lib/incidents/queries"
import { writeNotices } from "@/lib/incidents/words"
import { formatsOf } from "@/lib/merchants/formats"
import { getMerchant, type MerchantSettings } from "@/lib/merchants/queries"
import { LiveRefresh } from "../../live-refresh"
import { requireIncident } from "../../records"
import { isMendedHere, mendedOf, placeOf, titleOf, toneOf } from "../cause-words"
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
  const stage = stageOf(incident)
  const tone = toneOf(incident)
  const isManager = hasRole(ctx, alsoActing("manager"))
  return (
    <>
      {incident.state === "open" && <LiveRefresh everyMs={stage === "ending" ? 3_000 : 15_000} />}
      <PageHeader
        back={{ href: "/incidents", label: t("detail.back") }}
        title={titleOf(t, incident)}
        meta={
          <Badge tone={stage === "open" ? tone : BADGE[stage]}>
            {t(`states.${stage}`, { remaining: incident.remaining })}
          </Badge>
        }
        action={
          stage === "open" && (
            <>
              {tone === "failed" && isManager && <DismissButton id={id} remaining={incident.remaining} />}
              {(isManager || !isMendedHere(incident)) && <Fix incident={incident} />}
            </>
          )
        }
      />
      <Standing incident={incident} merchant={merchant} locale={locale} isManager={isManager} />
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
      {stage !== "putAway" && (
        <div className="mt-10">
          <Notices texts={writeNotices(incident, merchant)} initialLocale={locale} />
        </div>
      )}
    </>
  )
}

const BADGE = { ending: "queued", closed: "delivered", putAway: "neutral" } as const

const stageOf = ({ state, isEnding, isPutAway }: IncidentDetail) =>
  isPutAway ? "putAway" : isEnding ? "ending" : state

/** What happened, and what is safe or still missing. */
async function Standing({
  incident,
  merchant,
  locale,
  isManager,
}: {
  incident: IncidentDetail
  merchant: MerchantSettings
  locale: string
  isManager: boolean
}) {
  const t = await getTranslations("incidents")
  const { cause, said, httpStatus, closedAt, orders, recovered, remaining } = incident
  const stage = stageOf(incident)
  const tone = toneOf(incident)
  const { moment } = formatsOf(merchant, locale)
  const until = closedAt ? moment(closedAt) : ""
  const left = orders - recovered
  return (
    <Banner
      tone={stage !== "open" ? "neutral" : tone === "retrying" ? "warning" : tone}
      title={{
        open: () => t(`causes.${cause}.why`, placeOf(incident)),
        ending: () => mendedOf(t, incident, moment),
        closed: () => t("detail.over", { until }),
        putAway: () => t("detail.putAway", { until }),
      }[stage]()}
      className="mb-10"
    >
      {said && <p>{t("said", { said, code: httpStatus ?? 0 })}</p>}
      {stage === "open" ? (
        <p>
          {t(`causes.${cause}.safe`, placeOf(incident))}{" "}
          {isMendedHere(incident) && !isManager && t("detail.fixedBy")}
        </p>
      ) : stage === "ending" && remaining > 0 ? (
        <p>{t("detail.leaving", { count: remaining })}</p>
      ) : (
        <p>
          {left > 0 ? t("detail.overLeft", { count: left }) : t("detail.arrived")}{" "}
          {stage === "ending" && t("detail.quiet")}
        </p>
      )}
    </Banner>
  )
}
