"use client"
import { Minus } from "lucide-react"
import { useLocale, useTranslations } from "next-intl"
import { useRef, useState } from "react"
import { Banner } from "@/components/ui/banner"
import { Button } from "@/components/ui/button"
import { Input } from "@/components/ui/input"
import { Section } from "@/components/ui/page-header"
import type { LoyaltyCustomer } from "@/lib/customers/schema"
import { formatMoney } from "@/lib/money"
import type { OrderAnswer } from "@/lib/orders/schema"
import { Journey } from "./journey"
import type { Call, ShelfProduct } from "./test-till"
import { lineTotal, newTicketNumber, type TicketLine, takeOne, ticketTotal, toOrder } from "./ticket"

const SHOWN = 24

/** The sale: products, the ticket with its rewards, and payment now or later. */
export function OrderPanel({
  call,
  locationRef,
  customer,
  shelf,
  lines,
  onLines,
  onAdd,
  onPaid,
  currency,
}: {
  call: Call
  locationRef: string
  customer: LoyaltyCustomer | null
  shelf: ShelfProduct[]
  lines: TicketLine[]
  onLines: (lines: TicketLine[]) => void
  onAdd: (product: ShelfProduct) => void
  onPaid: () => void
  currency: string
}) {
  const t = useTranslations("testTill.order")
  const locale = useLocale()
  const money = (cents: number) => formatMoney(cents, currency, locale)
  const [search, setSearch] = useState("")
  const [isBusy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string>()
  /** The number of a ticket left open. */
  const [openNumber, setOpenNumber] = useState<string>()
  /** Sent but unanswered: pressing again sends the same order. */
  const unanswered = useRef<{ number: string; now: Date }>(undefined)
  const [sent, setSent] = useState<OrderAnswer>()
  const found = shelf.filter(({ name, sku }) =>
    `${name} ${sku}`.toLowerCase().includes(search.trim().toLowerCase()),
  )

  async function send(state: "paid" | "open") {
    setBusy(true)
    const { number, now } = unanswered.current ?? { number: openNumber ?? newTicketNumber(), now: new Date() }
    unanswered.current = { number, now }
    const called = await call<OrderAnswer>(
      "POST",
      "/orders",
      toOrder(lines, {
        number,
        locationId: locationRef,
        customerId: customer?.id ?? null,
        state,
        now,
      }),
    )
    setBusy(false)
    if (called.ok || !called.retryable) unanswered.current = undefined
    setRefusal(called.ok ? undefined : called.sentence)
    if (!called.ok) return
    setSent(called.data)
    setOpenNumber(state === "open" ? number : undefined)
    if (state === "paid") onPaid()
  }

  return (
    <Section
      title={openNumber ? t("openTitle", { number: openNumber }) : t("title")}
      sentence={t("sentence")}
    >
      {shelf.length === 0 ? (
        <p className="text-secondary">{t("noProducts")}</p>
      ) : (
        <>
          <Input
            aria-label={t("search")}
            placeholder={t("search")}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            className="mb-3"
          />
          <div className="flex max-h-64 flex-wrap gap-2 overflow-y-auto">
            {found.slice(0, SHOWN).map((product) => (
              <Button key={product.sku} size="small" onClick={() => onAdd(product)}>
                {product.name}{" "}
                <span className="font-normal text-secondary">{money(product.price_cents)}</span>
              </Button>
            ))}
            {found.length > SHOWN && (
              <p className="self-center text-13 text-secondary">
                {t("more", { count: found.length - SHOWN })}
              </p>
            )}
          </div>
        </>
      )}
      <ul className="mt-6 border-t" aria-label={t("ticket")}>
        {lines.length === 0 && <li className="border-b py-3 text-secondary">{t("empty")}</li>}
        {lines.map((line) => (
          <li key={line.id} className="flex items-center gap-3 border-b py-2">
            <span className="w-6 text-right">{line.quantity}</span>
            <span className="min-w-0 flex-1">
              {line.name}
              {line.reward && <span className="ml-2 text-13 text-secondary">{t("reward")}</span>}
            </span>
            <span>{money(lineTotal(line, lines))}</span>
            <Button
              size="icon-small"
              variant="ghost"
              aria-label={t("remove", { name: line.name })}
              onClick={() => onLines(takeOne(lines, line.id))}
            >
              <Minus aria-hidden />
            </Button>
          </li>
        ))}
      </ul>
      <p className="mt-3 flex justify-between text-16 font-medium">
        <span>{t("total")}</span>
        <span>{money(ticketTotal(lines))}</span>
      </p>
      {refusal && (
        <div role="alert" className="mt-3">
          <Banner tone="failed">{refusal}</Banner>
        </div>
      )}
      <div className="mt-4 flex flex-wrap gap-2">
        <Button variant="primary" pending={isBusy} disabled={lines.length === 0} onClick={() => send("paid")}>
          {t("pay")}
        </Button>
        <Button variant="ghost" disabled={lines.length === 0 || isBusy} onClick={() => send("open")}>
          {t("keepOpen")}
        </Button>
      </div>
      {sent && (
        <Journey key={`${sent.id} ${openNumber}`} call={call} locationRef={locationRef} first={sent} />
      )}
    </Section>
  )
}
