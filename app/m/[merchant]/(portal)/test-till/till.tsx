"use client"
import { useTranslations } from "next-intl"
import { Banner } from "@/components/ui/banner"
import { Button } from "@/components/ui/button"
import type { Session } from "./call-till"
import { Checkout } from "./checkout"
import { Receipt } from "./receipt"
import type { SavedTill } from "./saved-till"
import { Step } from "./step"
import type { TicketProduct } from "./ticket"
import { useOrder } from "./use-order"
import { useRewards } from "./use-rewards"
import type { useSession } from "./use-session"
import { useTicket } from "./use-ticket"
import { Verify } from "./verify"

export type ShelfProduct = TicketProduct & { has_paid_options: boolean; location_ids: string[] | null }

/** An open test till: what the cashier does next, then the till itself. */
export function Till({
  merchant,
  session,
  saved,
  products,
  money,
  till,
}: {
  merchant: string
  session: Session
  saved: SavedTill
  products: ShelfProduct[]
  money: { currency: string; timeZone: string }
  till: ReturnType<typeof useSession>
}) {
  const t = useTranslations("testTill")
  const open = useTicket(merchant, session, saved)
  const order = useOrder(open)
  const rewards = useRewards(open, order)
  const { step } = open
  const shelf = products.filter(({ location_ids }) => location_ids?.includes(session.locationRef) ?? true)

  return (
    <>
      {open.isLost && (
        <div role="alert" className="mb-6">
          <Banner
            tone="warning"
            title={t("lost.title")}
            action={
              <Button variant="primary" pending={till.isBusy} onClick={till.resume}>
                {t("lost.resume")}
              </Button>
            }
          >
            {t("lost.body")}
          </Banner>
        </div>
      )}
      <Step step={step} />
      {step === "verify" ? (
        <Verify verify={order.verify} />
      ) : step === "await" || step === "retry" || step === "done" ? (
        <Receipt open={open} order={order} rewards={rewards} money={money} />
      ) : (
        <Checkout open={open} order={order} rewards={rewards} shelf={shelf} money={money} />
      )}
      <footer className="mt-10 flex flex-wrap items-center justify-between gap-3 border-t pt-4">
        <p className="text-secondary">{t("openAt", { location: session.locationName })}</p>
        <Button size="small" pending={till.isBusy} onClick={() => till.close(session)}>
          {t("close")}
        </Button>
        {till.refusal && (
          <div role="alert" className="basis-full">
            <Banner tone="failed">{till.refusal.sentence}</Banner>
          </div>
        )}
      </footer>
    </>
  )
}
