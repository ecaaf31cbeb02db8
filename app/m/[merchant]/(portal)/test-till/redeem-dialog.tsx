"use client"
import { useTranslations } from "next-intl"
import { type ReactNode, useState } from "react"
import { PinField } from "./pin-dialog"
import { Refused } from "./refused"
import type { Offer } from "./reward-reasons"
import { SmallForm } from "./small-form"
import { useCall } from "./use-call"
import type { Rewards } from "./use-rewards"

/** Confirms before points are spent: what it costs and what is left. Asks for the PIN when Pongo wants one. */
export function RedeemDialog({
  offer,
  points,
  rewards,
  trigger,
}: {
  offer: Offer
  points: number
  rewards: Rewards
  trigger: ReactNode
}) {
  const t = useTranslations("testTill.rewards")
  const [isOpen, setOpen] = useState(false)
  const { refusal, run, forget } = useCall()
  const wantsPin = refusal?.code === "pin_refused" || rewards.asksPin(offer)
  return (
    <SmallForm
      trigger={trigger}
      state={[
        isOpen,
        (next) => {
          forget()
          setOpen(next)
        },
      ]}
      title={t("confirm.title", { name: offer.name })}
      description={t("confirm.body", { cost: offer.points, rest: points - offer.points })}
      submitLabel={t("confirm.submit", { cost: offer.points })}
      onSubmit={async (form) => {
        const called = await run(() => rewards.redeem(offer, form.get("pin")?.toString()))
        return called?.ok ?? false
      }}
    >
      {wantsPin && <PinField />}
      <Refused refusal={refusal} tone={wantsPin ? "warning" : "failed"} />
    </SmallForm>
  )
}
