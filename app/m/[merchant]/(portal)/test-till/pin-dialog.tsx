"use client"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { DialogForm } from "@/components/ui/dialog-form"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import type { usePin } from "./use-pin"

/** Asks for the customer's PIN after Pongo wanted one. The PIN goes nowhere but into the call. */
export function PinDialog({
  pin: { sentence, enter, dismiss },
  title,
  submitLabel,
}: {
  pin: Pick<ReturnType<typeof usePin>, "sentence" | "enter" | "dismiss">
  title: string
  submitLabel: string
}) {
  const [typed, setTyped] = useState("")
  return (
    <DialogForm
      state={[
        sentence !== undefined,
        () => {
          setTyped("")
          dismiss()
        },
      ]}
      title={title}
      description={sentence}
      submitLabel={submitLabel}
      isReady={isPin(typed)}
      onSubmit={async () => {
        setTyped("")
        await enter(typed)
        return false
      }}
    >
      <PinField value={typed} onType={setTyped} />
    </DialogForm>
  )
}

/** Pongo's PINs. */
export const isPin = (typed: string) => /^\d{4}$/.test(typed)

export function PinField({ value, onType }: { value: string; onType: (typed: string) => void }) {
  const t = useTranslations("testTill.rewards")
  return (
    <Field name="pin" label={t("pin")} help={t("pinHelp")}>
      {(control) => (
        <Input
          {...control}
          type="password"
          inputMode="numeric"
          autoComplete="off"
          maxLength={4}
          value={value}
          onChange={(event) => onType(event.target.value)}
          className="max-w-32"
        />
      )}
    </Field>
  )
}
