"use client"
import { Minus } from "lucide-react"
import { useLocale, useTranslations } from "next-intl"
import { Button } from "@/components/ui/button"
import { formatMoney } from "@/lib/money"
import { LockNote } from "./lock-note"
import { Refused } from "./refused"
import { lineTotals, type TicketLine } from "./ticket"
import { useCall } from "./use-call"
import type { Rewards } from "./use-rewards"
import type { OpenTicket } from "./use-ticket"

/** The lines of the ticket. Without `rewards` they can only be read. */
export function TicketLines({
  open: { ticket },
  rewards,
  money,
}: {
  open: OpenTicket
  rewards?: Rewards
  money: { currency: string; timeZone: string }
}) {
  const t = useTranslations("testTill.order")
  const totals = lineTotals(ticket.lines)
  return (
    <ul className="mt-6 border-t" aria-label={t("ticket")}>
      {ticket.lines.length === 0 && <li className="border-b py-3 text-secondary">{t("empty")}</li>}
      {ticket.lines.map((line, index) => (
        <Line key={line.id} line={line} cents={totals[index]!} rewards={rewards} money={money} />
      ))}
    </ul>
  )
}

function Line({
  line,
  cents,
  rewards,
  money,
}: {
  line: TicketLine
  cents: number
  rewards: Rewards | undefined
  money: { currency: string; timeZone: string }
}) {
  const t = useTranslations("testTill.order")
  const locale = useLocale()
  const { isBusy, refusal, run } = useCall()
  return (
    <li className="border-b py-2">
      <div className="flex items-center gap-3">
        <span className="w-6 text-right">{line.quantity}</span>
        <span className="min-w-0 flex-1">
          {line.name} {line.reward && <span className="ml-1 text-13 text-secondary">{t("reward")}</span>}
          {line.options.map(({ name, price_cents }) => (
            <span key={name} className="block text-13 text-secondary">
              {t("option", { name, price: formatMoney(price_cents, money.currency, locale) })}
            </span>
          ))}
        </span>{" "}
        <span>{formatMoney(cents, money.currency, locale)}</span>
        {rewards && (
          <Button
            size="icon-small"
            variant="ghost"
            pending={isBusy}
            aria-label={t("remove", { name: line.name })}
            onClick={() => run(() => rewards.remove(line))}
          >
            <Minus aria-hidden />
          </Button>
        )}
      </div>
      {rewards && line.lockedUntil && !line.refusal && (
        <LockNote until={line.lockedUntil} timeZone={money.timeZone} onLock={() => rewards.lockAgain(line)} />
      )}
      <Refused
        className="mt-2"
        refusal={refusal ?? (line.refusal ? { sentence: line.refusal } : undefined)}
        action={
          rewards &&
          line.refusal && (
            <Button size="small" onClick={() => run(() => rewards.remove(line))}>
              {t("removeReward")}
            </Button>
          )
        }
      />
    </li>
  )
}
