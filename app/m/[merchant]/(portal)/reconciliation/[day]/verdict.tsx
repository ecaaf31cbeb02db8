import { getLocale, getTranslations } from "next-intl/server"
import { Link } from "@/components/link"
import { Banner } from "@/components/ui/banner"
import { ButtonLink } from "@/components/ui/button"
import { alsoActing, type Ctx, hasRole } from "@/lib/auth/ctx"
import { formatsOf } from "@/lib/merchants/formats"
import type { MerchantSettings } from "@/lib/merchants/queries"
import { type Figures, isWhole, sumFigures } from "@/lib/reconciliation/figures"
import type { DayLine } from "@/lib/reconciliation/queries"
import { dayInWords } from "../day-words"
import { SendGapButton } from "../send-gap-button"
import { hasChanged, missingOf, reportedOf } from "../shown-lines"

type Props = {
  ctx: Ctx
  day: string
  lines: DayLine[]
  location: { id: string; name: string } | undefined
  isOver: boolean
  ends: string
  merchant: MerchantSettings
}

/** Whether orders are missing, why, and the button that sends them. */
export async function Verdict(props: Props) {
  const { lines, isOver, ends, merchant } = props
  const [t, locale] = await Promise.all([getTranslations("reconciliation.day"), getLocale()])
  const figures = sumFigures(lines.map((line) => line.figures))
  const closedAt = lines.find(hasChanged)?.closed?.at
  return (
    <div className="mb-8 grid gap-3">
      {missingOf(lines).orders > 0 ? (
        <Gap figures={figures} {...props} />
      ) : !isOver ? (
        <Banner title={t("open.title")}>{t("open.body", { ends })}</Banner>
      ) : !lines.every(isWhole) ? (
        <Banner tone="warning" title={t("pos.title")}>
          {t("pos.body")}
        </Banner>
      ) : (
        <Banner tone="delivered" title={t("whole.title", { count: figures.accepted.orders })}>
          {t(reportedOf(lines) ? "whole.agreed" : "whole.silent")}
        </Banner>
      )}
      {closedAt && (
        <p className="text-13 text-secondary">
          {t("changed", { at: formatsOf(merchant, locale).moment(closedAt) })}
        </p>
      )}
    </div>
  )
}

async function Gap({ figures, ...props }: Props & { figures: Figures }) {
  const { lines, isOver, merchant } = props
  const [t, locale] = await Promise.all([getTranslations("reconciliation.day"), getLocale()])
  const missing = missingOf(lines)
  const failed = figures.replayable.orders
  const held = figures.held.orders
  const underWay = figures.queued.orders + figures.retrying.orders
  const fromPos = missing.orders - figures.gap.orders
  return (
    <Banner
      tone={failed > 0 || fromPos > 0 ? "failed" : held > 0 ? "held" : "neutral"}
      title={t(isOver ? "gap.title" : "gap.titleSoFar", {
        count: missing.orders,
        amount: formatsOf(merchant, locale).money(missing.cents),
      })}
      action={
        failed > 0 ? (
          <SendGap count={failed} {...props} />
        ) : (
          held > 0 && <ButtonLink href="/locations">{t("seeLocations")}</ButtonLink>
        )
      }
    >
      {failed > 0 && <p>{t("gap.failed", { count: failed })}</p>}
      {held > 0 && (
        <p>
          {t("gap.held", { count: held })}
          {failed > 0 && (
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
}

async function SendGap({ ctx, day, location, count }: Omit<Props, "lines"> & { count: number }) {
  const [t, locale] = await Promise.all([getTranslations("reconciliation.day"), getLocale()])
  if (!hasRole(ctx, alsoActing("manager"))) return <p className="text-13 text-secondary">{t("viewer")}</p>
  const shown = { day: dayInWords(day, locale, "date"), location: location?.name ?? "" }
  return (
    <SendGapButton
      day={day}
      location={location?.id}
      name={t(location ? "sending.nameAt" : "sending.name", shown)}
      count={count}
    />
  )
}
