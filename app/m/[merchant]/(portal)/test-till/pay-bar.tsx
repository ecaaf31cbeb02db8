"use client"
import { Ellipsis } from "lucide-react"
import { useLocale, useTranslations } from "next-intl"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu"
import { formatMoney } from "@/lib/money"
import { ExternalDialog } from "./external-dialog"
import { PaymentDialog } from "./payment-dialog"
import { Refused } from "./refused"
import { type Settlement, ticketTotal } from "./ticket"
import { useCall } from "./use-call"
import type { Order } from "./use-order"
import type { Rewards } from "./use-rewards"
import type { OpenTicket } from "./use-ticket"

/** The total and the ways to settle it. On a phone it stays above the navigation. */
export function PayBar({
  open,
  order,
  rewards,
  money,
}: {
  open: OpenTicket
  order: Order
  rewards: Rewards
  money: { currency: string }
}) {
  const t = useTranslations("testTill.order")
  const locale = useLocale()
  const { isBusy, refusal, run } = useCall()
  const [dialog, setDialog] = useState<"pay" | "external">()
  const { lines } = open.ticket
  const total = ticketTotal(lines)
  const isOnLine = refusal !== undefined && refusal.paths.length > 0
  const settle = async (settlement: Settlement) => {
    setDialog(undefined)
    await run(() => order.handOver(settlement))
  }
  const dialogState = (name: typeof dialog): [boolean, (isOpen: boolean) => void] => [
    dialog === name,
    (isOpen) => setDialog(isOpen ? name : undefined),
  ]

  return (
    <div className="mt-3 max-md:fixed max-md:inset-x-0 max-md:bottom-[calc(3.5rem+env(safe-area-inset-bottom))] max-md:z-20 max-md:border-t max-md:bg-paper max-md:px-4 max-md:py-3">
      <Refused
        refusal={
          lines.some((line) => line.refusal) ? { sentence: t("seeLines") } : isOnLine ? undefined : refusal
        }
        className="mb-3"
      />
      <div className="flex items-center gap-3">
        <p className="flex flex-1 flex-wrap justify-between gap-x-3 text-16 font-medium">
          <span>{t("total")}</span>
          <span>{formatMoney(total, money.currency, locale)}</span>
        </p>
        <Button
          variant="primary"
          pending={isBusy}
          onClick={() => (total > 0 ? setDialog("pay") : settle({ state: "paid", payments: [] }))}
        >
          {t("pay")}
        </Button>
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button size="icon" aria-label={t("otherWays")} disabled={isBusy}>
              <Ellipsis aria-hidden />
            </Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent align="end">
            <DropdownMenuItem onSelect={() => setDialog("external")}>{t("external")}</DropdownMenuItem>
            <DropdownMenuItem onSelect={() => settle({ state: "open" })}>{t("keepOpen")}</DropdownMenuItem>
            <DropdownMenuSeparator />
            <DropdownMenuItem tone="danger" onSelect={() => run(rewards.end)}>
              {t("abandon")}
            </DropdownMenuItem>
          </DropdownMenuContent>
        </DropdownMenu>
      </div>
      <PaymentDialog key={total} state={dialogState("pay")} total={total} money={money} onSubmit={settle} />
      <ExternalDialog
        state={dialogState("external")}
        hasRewards={lines.some(({ reward }) => reward)}
        onSubmit={settle}
      />
    </div>
  )
}
