"use client"
import { useTranslations } from "next-intl"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { SmallForm } from "./small-form"
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
  return (
    <SmallForm
      state={[sentence !== undefined, (isOpen) => isOpen || dismiss()]}
      title={title}
      description={sentence}
      submitLabel={submitLabel}
      onSubmit={async (form) => {
        await enter(String(form.get("pin")))
        return false
      }}
    >
      <PinField />
    </SmallForm>
  )
}

export function PinField() {
  const t = useTranslations("testTill.rewards")
  return (
    <Field name="pin" label={t("pin")} help={t("pinHelp")}>
      {(control) => (
        <Input
          {...control}
          type="password"
          inputMode="numeric"
          autoComplete="off"
          pattern="[0-9]{4}"
          maxLength={4}
          className="max-w-32"
        />
      )}
    </Field>
  )
}
