import { useTranslations } from "next-intl"
import type { SyncReason } from "@/db/enums"
import { HOLD_REASONS, SKIP_REASONS } from "@/db/enums"
import { cn } from "@/lib/cn"
import { formattingTag } from "@/lib/i18n/locale"
import { formatMoney } from "@/lib/money"
import { type Figures, posGap, sumFigures, type Tally } from "@/lib/reconciliation/figures"
import type { DayLine } from "@/lib/reconciliation/queries"
import { reportedOf } from "../shown-lines"

const cell = "border-b py-2 align-top whitespace-nowrap text-right pl-4"

type Line = {
  key: string
  label: string
  now: Tally
  closed: Tally | null
  /** Part of the line above. */
  isPart?: boolean
  isResult?: boolean
}

/** The day's orders as an accountant adds them up, now and at closing time. */
export function Balance({ lines, currency, locale }: { lines: DayLine[]; currency: string; locale: string }) {
  const t = useTranslations("reconciliation.day.balance")
  const rows = useRows(lines)
  const format = new Intl.NumberFormat(formattingTag(locale))
  const isClosed = lines.some(({ closed }) => closed)
  return (
    <table className="w-full border-separate border-spacing-0 border-t text-left">
      <caption className="sr-only">{t("caption")}</caption>
      <thead className="text-12 text-secondary">
        <tr>
          <th scope="col" className="border-b py-2 font-normal">
            {t("what")}
          </th>
          <th scope="col" className={cn(cell, "font-normal")}>
            {t("orders")}
          </th>
          <th scope="col" className={cn(cell, "font-normal")}>
            {t("amount")}
          </th>
          {isClosed && (
            <th scope="col" className={cn(cell, "font-normal")}>
              {t("closed")}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, label, now: tally, closed: then, isPart, isResult }) => (
          <tr key={key} className={cn(isResult && "font-medium", isPart && "text-13 text-secondary")}>
            <th
              scope="row"
              className={cn(
                "w-full border-b py-2 text-left",
                isPart ? "pl-4 font-normal" : isResult ? "font-medium" : "font-normal",
              )}
            >
              {label}
            </th>
            <td className={cn(cell, isResult && tally.orders !== 0 && "text-failed")}>
              {format.format(tally.orders)}
            </td>
            <td className={cn(cell, isResult && tally.cents !== 0 && "text-failed")}>
              {formatMoney(tally.cents, currency, locale)}
            </td>
            {isClosed && (
              <td className={cn(cell, then?.orders === tally.orders && "text-secondary")}>
                {then && format.format(then.orders)}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function useRows(lines: DayLine[]): Line[] {
  const t = useTranslations("reconciliation.day.balance")
  const tReasons = useTranslations("orders.reasons")
  const now = sumFigures(lines.map(({ figures }) => figures))
  const wereClosed = lines.flatMap(({ closed }) => closed ?? [])
  const closed = wereClosed.length > 0 ? sumFigures(wereClosed.map(({ figures }) => figures)) : null

  const line = (key: Exclude<keyof Figures, "reasons" | "replayable">, rest: Partial<Line> = {}): Line => ({
    key,
    label: t(key),
    now: now[key],
    closed: closed?.[key] ?? null,
    ...rest,
  })
  const isThere = ({ now: tally, closed: then }: Line) => tally.orders > 0 || (then?.orders ?? 0) > 0
  const parts = (reasons: readonly SyncReason[]): Line[] =>
    reasons
      .map((reason) => ({
        key: reason,
        label: tReasons(reason),
        now: now.reasons[reason] ?? NOTHING,
        closed: closed && (closed.reasons[reason] ?? NOTHING),
        isPart: true,
      }))
      .filter(isThere)
  const posLines = (): Line[] => {
    const reported = reportedOf(lines)
    if (!reported) return []
    const told = reportedOf(wereClosed)
    // Compare only with locations whose POS has reported.
    const paidOf = (some: { figures: Figures; reported: Tally | null }[]) =>
      sumFigures(some.filter((one) => one.reported).map(({ figures }) => figures)).paid
    return [
      { key: "reported", label: t("reported"), now: reported, closed: told },
      {
        key: "posGap",
        label: t("posGap"),
        now: posGap(paidOf(lines), reported)!,
        closed: posGap(paidOf(wereClosed), told),
        isResult: true,
      },
    ]
  }
  return [
    ...[line("received"), line("paid"), line("sent"), line("accepted")],
    ...[line("held")].filter(isThere),
    ...parts(HOLD_REASONS),
    ...[line("queued"), line("retrying"), line("failed"), line("waitingPayment"), line("skipped")].filter(
      isThere,
    ),
    ...parts(SKIP_REASONS),
    line("gap", { isResult: true }),
    ...posLines(),
  ]
}

const NOTHING: Tally = { orders: 0, cents: 0 }
