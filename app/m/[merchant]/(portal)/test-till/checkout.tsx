"use client"
import { useTranslations } from "next-intl"
import { Section } from "@/components/ui/page-header"
import { CustomerPanel } from "./customer-panel"
import { Offers } from "./offers"
import { PayBar } from "./pay-bar"
import { Shelf } from "./shelf"
import { TicketLines } from "./ticket-lines"
import type { ShelfProduct } from "./till"
import type { Order } from "./use-order"
import type { Rewards } from "./use-rewards"
import { type OpenTicket, useRestoredCustomer } from "./use-ticket"

/**
 * The ticket while it can change. On a phone the parts follow each other as the cashier needs them, and the total stays
 * at the bottom of the window; on a wide screen the customer is beside the ticket.
 */
export function Checkout({
  open,
  order,
  rewards,
  shelf,
  money,
}: {
  open: OpenTicket
  order: Order
  rewards: Rewards
  shelf: ShelfProduct[]
  money: { currency: string; timeZone: string }
}) {
  const t = useTranslations("testTill.order")
  const { ticket, profile } = open
  const restored = useRestoredCustomer(open)
  const hasLines = ticket.lines.length > 0
  return (
    <fieldset
      disabled={open.isSettling}
      className={`grid min-w-0 gap-x-12 gap-y-8 lg:grid-cols-2 lg:grid-rows-[auto_1fr] ${hasLines ? "max-md:pb-20" : ""}`}
    >
      <div>
        <CustomerPanel open={open} rewards={rewards} restored={restored} shelf={shelf} />
      </div>
      <div className="lg:col-start-2 lg:row-span-2 lg:row-start-1">
        <Section
          title={ticket.order ? t("openTitle", { number: ticket.number }) : t("title")}
          sentence={hasLines ? undefined : t("sentence")}
        >
          <Shelf shelf={shelf} open={open} money={money} />
          <TicketLines open={open} rewards={rewards} money={money} />
          {hasLines && <PayBar open={open} order={order} rewards={rewards} money={money} />}
        </Section>
      </div>
      {profile && (
        <div>
          <Offers profile={profile} rewards={rewards} />
        </div>
      )}
    </fieldset>
  )
}
