"use client"
import { useLocale, useTranslations } from "next-intl"
import { useState } from "react"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import type { LoyaltyProfile } from "@/lib/customers/schema"
import type { Place } from "../location-select"
import { closeTill } from "./actions"
import { type Called, callTill, type Session } from "./call-till"
import { CustomerPanel } from "./customer-panel"
import { OpenTill } from "./open-till"
import { OrderPanel } from "./order-panel"
import { addProduct, type TicketLine, type TicketProduct } from "./ticket"

export type ShelfProduct = TicketProduct & { location_ids: string[] | null }
/** Calls the checkout API with this session. */
export type Call = <Answer>(
  method: "GET" | "POST",
  path: string,
  body?: unknown,
  key?: string,
) => Promise<Called<Answer>>

/** A cashier's screen on the real checkout API: identify, offer rewards, ring up, pay, follow the order. */
export function TestTill({
  locations,
  products,
  currency,
  asksConsent,
}: {
  locations: Place[]
  products: ShelfProduct[]
  currency: string
  asksConsent: boolean
}) {
  const t = useTranslations("testTill")
  const locale = useLocale()
  const { run: close, pending: isClosing } = useAction(closeTill)
  const [session, setSession] = useState<Session>()
  const [profile, setProfile] = useState<LoyaltyProfile>()
  const [lines, setLines] = useState<TicketLine[]>([])

  if (!session) return <OpenTill locations={locations} asksConsent={asksConsent} onOpen={setSession} />

  const call: Call = (...asked) => callTill(session, locale, t("unreachable"), ...asked)
  const shelf = products.filter(
    ({ location_ids }) => location_ids === null || location_ids.includes(session.locationRef),
  )

  return (
    <>
      <div className="mb-6 flex flex-wrap items-center justify-between gap-3 border-b pb-4">
        <p>{t("openAt", { location: session.locationName })}</p>
        <Button
          size="small"
          pending={isClosing}
          onClick={async () => {
            await close({ id: session.id })
            setSession(undefined)
            setProfile(undefined)
            setLines([])
          }}
        >
          {t("close")}
        </Button>
      </div>
      <div className="grid gap-x-12 gap-y-10 lg:grid-cols-2">
        <div>
          <CustomerPanel
            call={call}
            locationRef={session.locationRef}
            profile={profile}
            onProfile={(next) => {
              if (next?.customer.id !== profile?.customer.id)
                setLines((before) => before.filter(({ reward }) => !reward))
              setProfile(next)
            }}
            usedHashes={lines.flatMap(({ reward }) => reward?.hash ?? [])}
            onUse={(line) => setLines((before) => [...before, line])}
            hint={session.knownPhone}
          />
        </div>
        <div>
          <OrderPanel
            call={call}
            locationRef={session.locationRef}
            customer={profile?.customer ?? null}
            shelf={shelf}
            lines={lines}
            onLines={setLines}
            onAdd={(product) => setLines((before) => addProduct(before, product))}
            onPaid={() => {
              setLines([])
              setProfile(undefined)
            }}
            currency={currency}
          />
        </div>
      </div>
    </>
  )
}
