"use client"
import { useTranslations } from "next-intl"
import { useMerchant } from "@/components/link"
import { Banner } from "@/components/ui/banner"
import { Button } from "@/components/ui/button"
import { TableSkeleton } from "@/components/ui/skeleton"
import type { Place } from "../location-select"
import { OpenTill } from "./open-till"
import { useSavedTill } from "./saved-till"
import { type ShelfProduct, Till } from "./till"
import { useSession } from "./use-session"

/** A cashier's screen on the real checkout API: identify, offer rewards, ring up, pay, follow the order. */
export function TestTill({
  locations,
  products,
  money,
  isProduction,
}: {
  locations: Place[]
  products: ShelfProduct[]
  money: { currency: string; timeZone: string }
  isProduction: boolean
}) {
  const t = useTranslations("testTill")
  // Pages of a merchant always have one.
  const merchant = useMerchant() ?? ""
  const saved = useSavedTill(merchant)
  const till = useSession(merchant, saved)

  if (saved === null)
    return (
      <>
        {till.refusal && (
          <div role="alert" className="mb-6">
            <Banner tone="warning" title={t("ended")}>
              {till.refusal.sentence}
            </Banner>
          </div>
        )}
        <OpenTill locations={locations} asksConsent={isProduction} onOpen={till.open} />
      </>
    )
  if (till.session && saved)
    return (
      <Till
        key={till.session.id}
        merchant={merchant}
        session={till.session}
        saved={saved}
        products={products}
        money={money}
        till={till}
      />
    )
  if (!till.refusal) return <TableSkeleton rows={6} columns={3} />
  return (
    <div role="alert">
      <Banner
        tone="warning"
        action={
          <Button pending={till.isBusy} onClick={till.resume}>
            {t("resume")}
          </Button>
        }
      >
        {till.refusal.sentence}
      </Banner>
    </div>
  )
}
