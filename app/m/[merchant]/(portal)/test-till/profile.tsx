"use client"
import { useTranslations } from "next-intl"
import { useRef, useState } from "react"
import { Banner } from "@/components/ui/banner"
import { Button } from "@/components/ui/button"
import type { LoyaltyProfile } from "@/lib/customers/schema"
import type { RedeemedAnswer } from "@/lib/redemptions/schema"
import { newKey } from "./call-till"
import { type Won, whyNotOffered, whyNotUsable } from "./reward-reasons"
import type { Call } from "./test-till"
import type { TicketLine } from "./ticket"

/** Points, rewards available here, and, separately, rewards already bought. */
export function Profile({
  call,
  locationRef,
  profile,
  onProfile,
  usedHashes,
  onUse,
}: {
  call: Call
  locationRef: string
  profile: LoyaltyProfile
  onProfile: (profile: LoyaltyProfile) => void
  usedHashes: string[]
  onUse: (line: TicketLine) => void
}) {
  const t = useTranslations("testTill.profile")
  const [buying, setBuying] = useState<string>()
  const [refusal, setRefusal] = useState<string>()
  /** Unanswered purchases. Pressing again repeats the call with the same key, so nothing is bought twice. */
  const unanswered = useRef(new Map<string, string>())
  const { customer, rewards, fresh } = profile
  const name = [customer.first_name, customer.last_name].filter(Boolean).join(" ")

  async function redeem(rewardId: string) {
    setBuying(rewardId)
    const purchase = `${customer.id} ${rewardId}`
    const key = unanswered.current.get(purchase) ?? newKey()
    unanswered.current.set(purchase, key)
    const called = await call<RedeemedAnswer>(
      "POST",
      `/customers/${customer.id}/rewards/${rewardId}/redeem`,
      {
        location_id: locationRef,
      },
      key,
    )
    setBuying(undefined)
    if (called.ok || !called.retryable) unanswered.current.delete(purchase)
    setRefusal(called.ok ? undefined : called.sentence)
    if (called.ok && called.data.profile) onProfile(called.data.profile)
  }

  const use = (won: Won, sku: string, productName: string, discount?: TicketLine["discount"]) =>
    onUse({
      id: won.hash,
      sku,
      name: productName,
      price_cents: 0,
      quantity: 1,
      reward: { reward_id: won.reward_id, hash: won.hash },
      ...(discount && { discount }),
    })

  return (
    <div className="grid gap-6">
      <p>
        <span className="text-16 font-medium">{name || customer.phone || customer.id}</span>
        <span className="ml-3 text-secondary">{t("points", { count: customer.points })}</span>
      </p>
      {!fresh && <Banner tone="warning">{t("stale")}</Banner>}
      {refusal && (
        <div role="alert">
          <Banner tone="failed">{refusal}</Banner>
        </div>
      )}
      <div>
        <h3 className="mb-2 font-medium">{t("wallet")}</h3>
        {rewards.wallet.length === 0 && <p className="text-secondary">{t("walletEmpty")}</p>}
        <ul className="border-t empty:hidden">
          {rewards.wallet.map((won) => (
            <li
              key={won.hash}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b py-2.5"
            >
              <span className="min-w-0">{won.name}</span>
              <span className="flex flex-wrap gap-2">
                {usedHashes.includes(won.hash) ? (
                  <span className="text-13 text-secondary">{t("onTicket")}</span>
                ) : won.state !== "ready" || won.apply.kind === "unsupported" ? (
                  <Reason why={whyNotUsable(won)} />
                ) : won.apply.kind === "voucher" ? (
                  <Button
                    size="small"
                    onClick={() =>
                      won.apply.kind === "voucher" &&
                      use(won, won.apply.coupon_code, won.name, won.apply.discount ?? { amount_cents: 0 })
                    }
                  >
                    {t("useVoucher", { code: won.apply.coupon_code })}
                  </Button>
                ) : (
                  won.apply.choices.map((choice) => (
                    <Button key={choice.sku} size="small" onClick={() => use(won, choice.sku, choice.name)}>
                      {t("useProduct", { product: choice.name })}
                    </Button>
                  ))
                )}
              </span>
            </li>
          ))}
        </ul>
      </div>
      <div>
        <h3 className="mb-2 font-medium">{t("available")}</h3>
        {rewards.available.length === 0 && <p className="text-secondary">{t("availableEmpty")}</p>}
        <ul className="border-t empty:hidden">
          {rewards.available.map((reward) => (
            <li
              key={reward.id}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b py-2.5"
            >
              <span className="min-w-0">
                {reward.name} <span className="text-secondary">{t("cost", { count: reward.points })}</span>
              </span>
              {whyNotOffered(reward) ? (
                <Reason why={whyNotOffered(reward)} />
              ) : (
                <Button size="small" pending={buying === reward.id} onClick={() => redeem(reward.id)}>
                  {t("redeem")}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

function Reason({ why }: { why: ReturnType<typeof whyNotUsable> }) {
  const t = useTranslations("testTill.profile.whyNot")
  return why && <span className="text-13 text-secondary">{t(why)}</span>
}
