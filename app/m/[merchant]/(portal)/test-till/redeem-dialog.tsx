"use client"
import { useTranslations } from "next-intl"
import { type ReactNode, useState } from "react"
import { DialogForm } from "@/components/ui/dialog-form"
import { isPin, PinField } from "./pin-dialog"
import { Refused } from "./refused"
import type { Offer } from "./reward-reasons"
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
  const [pin, setPin] = useState("")
  const { refusal, run, forget } = useCall()
  const wantsPin = refusal?.code === "pin_refused" || rewards.asksPin(offer)
  return (
    <DialogForm
      trigger={trigger}
      state={[
        isOpen,
        (next) => {
          forget()
          setPin("")
          setOpen(next)
        },
      ]}
      title={t("confirm.title", { name: offer.name })}
      description={t("confirm.body", { cost: offer.points, rest: points - offer.points })}
      submitLabel={t("confirm.submit", { cost: offer.points })}
      isReady={!wantsPin || isPin(pin)}
      onSubmit={async () => {
        setPin("")
        const called = await run(() => rewards.redeem(offer, pin || undefined))
        return called?.ok ?? false
      }}
    >
      {wantsPin && <PinField value={pin} onType={setPin} />}
      <Refused refusal={refusal} tone={wantsPin ? "warning" : "failed"} />
    </DialogForm>
  )
}
