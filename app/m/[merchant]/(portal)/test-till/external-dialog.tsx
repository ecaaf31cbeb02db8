"use client"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { Banner } from "@/components/ui/banner"
import { DialogForm } from "@/components/ui/dialog-form"
import { Field, FieldGroup } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { RadioField } from "@/components/ui/radio"
import type { Settlement } from "./ticket"

/** The four kinds of system that may take the payment: does it confirm it, and does it honour rewards? */
const KINDS = {
  confirmsHonours: { confirms: true, honours: true },
  confirms: { confirms: true, honours: false },
  honours: { confirms: false, honours: true },
  neither: { confirms: false, honours: false },
} as const
type Kind = keyof typeof KINDS
const NAMES = Object.keys(KINDS) as Kind[]

/** Sends the ticket to be paid in another system, and says what that means for Pongo and for the rewards. */
export function ExternalDialog({
  state,
  hasRewards,
  onSubmit,
}: {
  state: [isOpen: boolean, setOpen: (isOpen: boolean) => void]
  hasRewards: boolean
  onSubmit: (settlement: Settlement) => unknown
}) {
  const t = useTranslations("testTill.external")
  const [kind, setKind] = useState<Kind>("confirmsHonours")
  const { confirms, honours } = KINDS[kind]
  return (
    <DialogForm
      state={state}
      title={t("title")}
      description={t("body")}
      submitLabel={t("submit")}
      onSubmit={(form) => {
        const system = String(form.get("system")).trim() || t("systemExample")
        const abilities = { confirms, supports_vouchers: honours, supports_products: honours }
        onSubmit({ state: "external_payment", external_payment: { system, ...abilities } })
        return true
      }}
    >
      <Field name="system" label={t("system")}>
        {(control) => (
          <Input {...control} defaultValue={t("systemExample")} maxLength={100} autoComplete="off" />
        )}
      </Field>
      <FieldGroup legend={t("kind")}>
        {NAMES.map((name) => (
          <RadioField
            key={name}
            name="kind"
            label={t(`kinds.${name}.label`)}
            help={t(`kinds.${name}.help`)}
            checked={kind === name}
            onChange={() => setKind(name)}
          />
        ))}
      </FieldGroup>
      {hasRewards && !honours && <Banner tone="warning">{t("rewardsStay")}</Banner>}
    </DialogForm>
  )
}
