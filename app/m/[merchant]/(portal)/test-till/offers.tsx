"use client"
import { useTranslations } from "next-intl"
import { Button } from "@/components/ui/button"
import { Section } from "@/components/ui/page-header"
import type { LoyaltyProfile } from "@/lib/customers/schema"
import { RedeemDialog } from "./redeem-dialog"
import { whyNotOffered } from "./reward-reasons"
import { RewardRow } from "./reward-row"
import type { Rewards } from "./use-rewards"

/** What the customer's points can buy at this location, those they can have now first. */
export function Offers({ profile, rewards }: { profile: LoyaltyProfile; rewards: Rewards }) {
  const t = useTranslations("testTill.rewards")
  const { points } = profile.customer
  const offers = profile.rewards.available.map((offer) => ({ offer, reason: whyNotOffered(offer) }))
  const sorted = offers.toSorted((one, two) => Number(one.reason !== null) - Number(two.reason !== null))
  return (
    <Section title={t("offers")}>
      {offers.length === 0 && <p className="text-secondary">{t("offersEmpty")}</p>}
      <ul className="border-t empty:hidden">
        {sorted.map(({ offer, reason }) => (
          <RewardRow
            key={offer.id}
            name={offer.name}
            detail={t("cost", { count: offer.points })}
            reason={
              reason === "not_enough_points"
                ? t("missingPoints", { count: offer.points - points })
                : reason && t(`whyNot.${reason}`)
            }
          >
            <RedeemDialog
              offer={offer}
              points={points}
              rewards={rewards}
              trigger={<Button size="small">{t("redeem")}</Button>}
            />
          </RewardRow>
        ))}
      </ul>
    </Section>
  )
}
