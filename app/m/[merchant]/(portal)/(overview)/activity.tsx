import { getLocale, getTranslations } from "next-intl/server"
import { BarChart } from "@/components/charts/bar-chart"
import { ChartTable } from "@/components/charts/chart-table"
import { ChartLegend } from "@/components/charts/chart-tip"
import { DelayChart } from "@/components/charts/delay-chart"
import { Link } from "@/components/link"
import { Section } from "@/components/ui/page-header"
import { StatusBadge } from "@/components/ui/status-badge"
import type { Ctx } from "@/lib/auth/ctx"
import { formattingTag } from "@/lib/i18n/locale"
import type { MerchantSettings } from "@/lib/merchants/queries"
import { countWaiting, readActivity } from "@/lib/overview/queries"
import type { OverviewFilters } from "@/lib/overview/schema"
import { successRate } from "@/lib/overview/success-rate"
import { formatDuration } from "@/lib/time"
import { ordersHref } from "../orders/address"
import { STATUS_ORDER, statusSeries, writeRows } from "./activity-rows"
import { overviewHref } from "./address"

/** The period's orders: how many arrived, how fast, and which rewards were used. */
export async function Activity({
  ctx,
  filters,
  merchant,
}: {
  ctx: Ctx
  filters: OverviewFilters
  merchant: MerchantSettings
}) {
  const [t, tStatus, locale, activity, waiting] = await Promise.all([
    getTranslations("overview.activity"),
    getTranslations("status"),
    getLocale(),
    readActivity(ctx, filters),
    countWaiting(ctx, filters),
  ])
  const { period, location } = filters
  const { buckets, counts, delay, rewardsUsed, rewardsBought } = activity
  const tag = formattingTag(locale)
  const number = (value: number) => value.toLocaleString(tag)
  const rowsOf = (valuesOf: Parameters<typeof writeRows>[3]) =>
    writeRows(buckets, period, { locale, timeZone: merchant.timeZone }, valuesOf)
  const when = t(`unit.${activity.unit}`)

  const { delivered, due, rate } = successRate(counts)
  const series = statusSeries(counts, (status) => tStatus(status))
  const total = series.reduce((sum, { key }) => sum + counts[key as keyof typeof counts]!, 0)
  const orderRows = rowsOf((bucket) => bucket.counts)
  const delays = [
    { key: "p50", label: t("delay.p50"), tone: "accent" },
    { key: "p95", label: t("delay.p95"), tone: "secondary", isDashed: true },
  ] as const
  const delayRows = rowsOf((bucket) => ({ p50: bucket.delay?.p50, p95: bucket.delay?.p95 }))
  const rewards = [{ key: "used", label: t("rewards.used"), tone: "accent" }] as const
  const rewardRows = rowsOf((bucket) => ({ used: bucket.rewardsUsed }))
  const duration = (ms: number | undefined) => (ms === undefined ? "" : formatDuration(ms, locale))
  const isUseful = ({ values }: (typeof orderRows)[number]) => Object.values(values).some(Boolean)

  const now = (["held", "retrying"] as const).filter((status) => waiting[status] > 0)
  return (
    <>
      <Section
        title={t("orders.title")}
        action={
          now.length > 0 && (
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-13 text-secondary">
              {t("orders.now")}
              {now.map((status) => (
                <Link
                  key={status}
                  href={ordersHref({ status, location, test: "without" })}
                  className="flex items-center gap-1.5 rounded-control hover:underline"
                >
                  <StatusBadge status={status} />
                  <span className="font-medium text-ink">{number(waiting[status])}</span>
                </Link>
              ))}
            </p>
          )
        }
      >
        {total === 0 ? (
          <p className="border-y py-4 text-secondary">
            {t(`orders.none.${period}`)}
            {period === "today" && (
              <>
                {" "}
                <Link
                  href={overviewHref({ ...filters, period: "7d" })}
                  className="text-accent underline underline-offset-2"
                  scroll={false}
                >
                  {t("orders.seeWeek")}
                </Link>
              </>
            )}
          </p>
        ) : (
          <>
            {rate !== null && (
              <p className="mb-3 flex flex-wrap items-baseline gap-x-3">
                <span className="text-28 font-medium">
                  {rate.toLocaleString(tag, { style: "percent", maximumFractionDigits: 1 })}
                </span>
                <span className="text-secondary">{t("orders.rate", { due, missing: due - delivered })}</span>
              </p>
            )}
            <ul aria-label={t("orders.standing")} className="mb-4 flex flex-wrap gap-x-6 gap-y-2">
              {STATUS_ORDER.filter((status) => counts[status]).map((status) => (
                <li key={status}>
                  <Link
                    href={ordersHref({ period, location, status, test: "without" })}
                    className="flex items-center gap-2 rounded-control hover:underline"
                  >
                    <StatusBadge status={status} />
                    <span className="font-medium">{number(counts[status]!)}</span>
                  </Link>
                </li>
              ))}
            </ul>
            <BarChart label={t("orders.chart")} rows={orderRows} series={series} />
            <ChartTable
              summary={t("table")}
              caption={t("orders.chart")}
              head={[when, ...series.map(({ label }) => label), t("orders.total")]}
              rows={orderRows.filter(isUseful).map(({ key, title, values }) => ({
                key,
                cells: [
                  title,
                  ...series.map((part) => number(values[part.key] ?? 0)),
                  number(series.reduce((sum, part) => sum + (values[part.key] ?? 0), 0)),
                ],
              }))}
            />
          </>
        )}
      </Section>
      {total > 0 && (
        <div className="mt-10 grid gap-10 lg:grid-cols-2">
          <div>
            <Section
              title={t("delay.title")}
              sentence={
                delay
                  ? t("delay.sentence", { p50: duration(delay.p50), p95: duration(delay.p95) })
                  : undefined
              }
            >
              {delay ? (
                <>
                  <ChartLegend series={[...delays]} />
                  <DelayChart
                    className="h-48"
                    label={t("delay.chart")}
                    rows={delayRows}
                    series={[...delays]}
                  />
                  <ChartTable
                    summary={t("table")}
                    caption={t("delay.chart")}
                    head={[when, ...delays.map(({ label }) => label)]}
                    rows={delayRows.filter(isUseful).map(({ key, title, values }) => ({
                      key,
                      cells: [title, duration(values.p50), duration(values.p95)],
                    }))}
                  />
                </>
              ) : (
                <p className="border-y py-4 text-secondary">{t("delay.none")}</p>
              )}
            </Section>
          </div>
          <div>
            <Section
              title={t("rewards.title")}
              sentence={t("rewards.sentence", {
                used: rewardsUsed,
                bought: rewardsBought.count,
                points: rewardsBought.points,
              })}
            >
              {rewardsUsed > 0 ? (
                <>
                  <ChartLegend series={[...rewards]} />
                  <BarChart
                    className="h-48"
                    label={t("rewards.chart")}
                    rows={rewardRows}
                    series={[...rewards]}
                  />
                  <ChartTable
                    summary={t("table")}
                    caption={t("rewards.chart")}
                    head={[when, t("rewards.used")]}
                    rows={rewardRows.filter(isUseful).map(({ key, title, values }) => ({
                      key,
                      cells: [title, number(values.used ?? 0)],
                    }))}
                  />
                </>
              ) : (
                <p className="border-y py-4 text-secondary">{t("rewards.none")}</p>
              )}
            </Section>
          </div>
        </div>
      )}
    </>
  )
}
