"use client"
import { useTranslations } from "next-intl"
import { type FormEvent, useState } from "react"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { RadioField } from "@/components/ui/radio"
import type { LoyaltyProfile } from "@/lib/customers/schema"
import { Refused } from "./refused"
import { useCall } from "./use-call"
import type { Call } from "./use-ticket"

const CHANNELS = ["sms", "email"] as const
type Answers = Partial<Record<(typeof CHANNELS)[number], boolean>>

/** Signs up a customer. Both consent questions must be asked, and neither has a default answer. */
export function Enlist({
  call,
  locationRef,
  phone,
  onProfile,
}: {
  call: Call
  locationRef: string
  phone: string
  onProfile: (profile: LoyaltyProfile) => void
}) {
  const t = useTranslations("testTill.enlist")
  const [answers, setAnswers] = useState<Answers>({})
  const { isBusy, refusal, run } = useCall()
  const isAsked = CHANNELS.every((channel) => answers[channel] !== undefined)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get("first_name")).trim()
    const called = await run(() =>
      call<LoyaltyProfile>("POST", "/customers", {
        location_id: locationRef,
        phone,
        opt_in: answers,
        ...(name && { first_name: name }),
      }),
    )
    if (called?.ok) onProfile(called.data)
  }

  return (
    <form onSubmit={submit} className="mt-6 grid gap-4 border-t pt-6">
      <p className="font-medium">{t("title", { phone })}</p>
      {CHANNELS.map((channel) => (
        <fieldset key={channel} className="flex flex-wrap items-center gap-x-5 gap-y-2">
          <legend className="float-left mr-3 min-w-48">{t(`ask.${channel}`)}</legend>
          {([true, false] as const).map((answer) => (
            <RadioField
              key={String(answer)}
              name={channel}
              label={t(answer ? "yes" : "no")}
              checked={answers[channel] === answer}
              onChange={() => setAnswers({ ...answers, [channel]: answer })}
            />
          ))}
        </fieldset>
      ))}
      <Field name="first_name" label={t("firstName")} optional>
        {(control) => <Input {...control} autoComplete="off" maxLength={100} />}
      </Field>
      <Refused refusal={refusal} />
      <p>
        <Button type="submit" pending={isBusy} disabled={!isAsked}>
          {t("submit")}
        </Button>
      </p>
    </form>
  )
}
