import { CircleCheck } from "lucide-react"
import { getLocale, getTranslations } from "next-intl/server"
import type { ReactNode } from "react"
import { Link } from "@/components/link"
import { Banner } from "@/components/ui/banner"
import { ButtonLink } from "@/components/ui/button"
import { alsoActing, type Ctx, hasRole } from "@/lib/auth/ctx"
import type { MerchantSettings } from "@/lib/merchants/queries"
import { formatMoney } from "@/lib/money"
import { isWhole, sumFigures } from "@/lib/reconciliation/figures"
import type { DayLine } from "@/lib/reconciliation/queries"
import { formatDateTime } from "@/lib/time"
import { dayInWords } from "../day-words"
import { SendGapButton } from "../send-gap-button"
import { hasChanged, missingOf, reportedOf } from "../shown-lines"

/** Whether orders are missing, why, and the button that sends them. */
export async function Verdict({
  ctx,
  day,
  lines,
  place,
  isOver,
  ends,
  merchant,
}: {
  ctx: Ctx
  day: string
  lines: DayLine[]
  place: { id: string; name: string } | undefined
  isOver: boolean
  ends: string
  merchant: MerchantSettings
}) {
  const [t, locale] = await Promise.all([getTranslations("reconciliation.day"), getLocale()])
  const figures = sumFigures(lines.map((line) => line.figures))
  const missing = missingOf(lines)
  const underWay = figures.queued.orders + figures.retrying.orders
  const fromPos = missing.orders - figures.gap.orders
  const closedAt = lines.find(hasChanged)?.closed?.at
  const amount = formatMoney(missing.cents, merchant.currency, locale)

  const verdict = (): ReactNode => {
    if (missing.orders > 0)
      return (
        <Banner
          tone={
            figures.replayable.orders > 0 || fromPos > 0
              ? "failed"
              : figures.held.orders > 0
                ? "held"
                : "neutral"
          }
          title={t(isOver ? "gap.title" : "gap.titleSoFar", { count: missing.orders, amount })}
          action={fix()}
        >
          {figures.replayable.orders > 0 && <p>{t("gap.failed", { count: figures.replayable.orders })}</p>}
          {figures.held.orders > 0 && (
            <p>
              {t("gap.held", { count: figures.held.orders })}
              {figures.replayable.orders > 0 && (
                <>
                  {" "}
                  <Link href="/locations" className="text-accent underline underline-offset-2">
                    {t("seeLocations")}
                  </Link>
                </>
              )}
            </p>
          )}
          {underWay > 0 && <p>{t("gap.underWay", { count: underWay })}</p>}
          {fromPos > 0 && <p>{t("gap.pos", { count: fromPos })}</p>}
        </Banner>
      )
    if (!isOver) return <Banner title={t("open.title")}>{t("open.body", { ends })}</Banner>
    if (!lines.every(isWhole))
      return (
        <Banner tone="warning" title={t("pos.title")}>
          {t("pos.body")}
        </Banner>
      )
    return (
      <div className="flex gap-3 rounded-card bg-delivered-soft px-4 py-3">
        <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-delivered" />
        <div>
          <p className="font-medium">{t("whole.title", { count: figures.accepted.orders })}</p>
          <p className="text-secondary">{t(reportedOf(lines) ? "whole.agreed" : "whole.silent")}</p>
        </div>
      </div>
    )
  }

  const fix = (): ReactNode => {
    const label = dayInWords(day, locale, "date")
    if (figures.replayable.orders > 0)
      return hasRole(ctx, alsoActing("manager")) ? (
        <SendGapButton
          day={day}
          location={place?.id}
          name={
            place
              ? t("sending.nameAt", { day: label, location: place.name })
              : t("sending.name", { day: label })
          }
          count={figures.replayable.orders}
        />
      ) : (
        <p className="text-13 text-secondary">{t("viewer")}</p>
      )
    if (figures.held.orders > 0) return <ButtonLink href="/locations">{t("seeLocations")}</ButtonLink>
    return null
  }

  return (
    <div className="mb-8 grid gap-3">
      {verdict()}
      {closedAt && (
        <p className="text-13 text-secondary">
          {t("changed", {
            at: formatDateTime(closedAt, { locale, timeZone: merchant.timeZone, style: "short" }),
          })}
        </p>
      )}
    </div>
  )
}
