import { ChevronRight } from "lucide-react"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { Link } from "@/components/link"
import { Section } from "@/components/ui/page-header"
import { formatsOf } from "@/lib/merchants/formats"
import type { MerchantSettings } from "@/lib/merchants/queries"
import { posGap } from "@/lib/reconciliation/figures"
import type { DayLine, RefGap } from "@/lib/reconciliation/queries"
import { dayHref } from "../address"
import { dayInWords } from "../day-words"

/** Orders listed before the rest is folded. */
const SHOWN = 10
const link = "text-accent underline-offset-2 hover:underline"

/** The difference from the POS: order by order if the POS listed its orders, otherwise in one sentence. */
export function RefGaps({
  gaps,
  lines,
  merchant,
  locale,
}: {
  gaps: RefGap[]
  lines: DayLine[]
  merchant: MerchantSettings
  locale: string
}) {
  const t = useTranslations("reconciliation.day.refs")
  const { money, moment } = formatsOf(merchant, locale)
  const differing = lines.flatMap((line) => {
    const named = gaps.find(({ locationId }) => locationId === line.locationId)
    const gap = posGap(line.figures.paid, line.reported)
    const isListed = named && named.missing.length + named.unknown.length > 0
    return gap && (isListed || gap.orders !== 0 || gap.cents !== 0) ? [{ line, named }] : []
  })

  return differing.map(({ line, named }) => (
    <Section key={line.locationId} title={t("titleAt", { location: line.locationName })}>
      {!named && line.reported && (
        <p className="max-w-prose border-t py-3 text-pretty">
          {t("unnamed", {
            location: line.locationName,
            reported: line.reported.orders,
            reportedAmount: money(line.reported.cents),
            paid: line.figures.paid.orders,
            paidAmount: money(line.figures.paid.cents),
          })}
        </p>
      )}
      {named && (
        <div className="grid gap-x-8 gap-y-6 md:grid-cols-2">
          <div>
            <h3 className="text-13 text-secondary">{t("missing")}</h3>
            <Folded
              items={named.missing.map(({ ref, elsewhere }) => (
                <li key={ref} className="flex justify-between gap-4 border-b py-2">
                  <span className="min-w-0 truncate font-mono text-13">
                    {elsewhere ? (
                      <Link href={`/orders/${elsewhere.id}`} className={link}>
                        {ref}
                      </Link>
                    ) : (
                      ref
                    )}
                  </span>
                  <span className="text-13 text-secondary">
                    {!elsewhere ? (
                      t("notHere")
                    ) : elsewhere.day === line.day ? (
                      t("notPaid")
                    ) : (
                      <Link href={dayHref(elsewhere.day, line.locationId)} className={link}>
                        {t("otherDay", { day: dayInWords(elsewhere.day, locale, "date") })}
                      </Link>
                    )}
                  </span>
                </li>
              ))}
            />
            {named.missing.some(({ elsewhere }) => !elsewhere) && (
              <p className="mt-2 text-pretty text-13 text-secondary">{t("resend")}</p>
            )}
          </div>
          <div>
            <h3 className="text-13 text-secondary">{t("unknown")}</h3>
            <Folded
              items={named.unknown.map(({ id, ref, closedAt, totalCents }) => (
                <li key={id} className="flex justify-between gap-4 border-b py-2">
                  <Link href={`/orders/${id}`} className={`${link} min-w-0 truncate font-mono text-13`}>
                    {ref}
                  </Link>
                  <span className="whitespace-nowrap text-13 text-secondary">
                    {moment(closedAt, "time")} · {money(totalCents)}
                  </span>
                </li>
              ))}
            />
          </div>
          {named.missing.length + named.unknown.length === 0 && (
            <p className="text-13 text-secondary md:col-span-2">{t("same")}</p>
          )}
        </div>
      )}
    </Section>
  ))
}

/** The start of a list, with the rest folded. */
function Folded({ items }: { items: ReactNode[] }) {
  const t = useTranslations("reconciliation.day.refs")
  const others = items.slice(SHOWN)
  return (
    <>
      <ul className="mt-1 border-t">
        {items.length > 0 ? (
          items.slice(0, SHOWN)
        ) : (
          <li className="border-b py-2 text-secondary">{t("none")}</li>
        )}
      </ul>
      {others.length > 0 && (
        <details className="group">
          <summary className="flex items-center gap-1 rounded-control py-2 text-13 text-secondary hover:text-ink">
            <ChevronRight aria-hidden className="size-4 group-open:rotate-90" />
            {t("others", { count: others.length })}
          </summary>
          <ul className="border-t">{others}</ul>
        </details>
      )}
    </>
  )
}
