"use client"
import { useTranslations } from "next-intl"
import type { FormEvent } from "react"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { Input } from "@/components/ui/input"
import { changeHours } from "./actions"

/** After how many hours waiting orders are an alert, for everybody at the merchant. */
export function HeldHours({ hours, mayChange }: { hours: number; mayChange: boolean }) {
  const t = useTranslations("alerts.settings.held")
  const { run, pending, refusal } = useAction(changeHours, { done: { tone: "delivered", title: t("saved") } })
  const error = refusal?.fields.hours && t("limits")

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const written = String(new FormData(event.currentTarget).get("hours")).trim()
    await run({ hours: written === "" ? Number.NaN : Number(written) })
  }

  return (
    <form method="post" noValidate onSubmit={submit}>
      {refusal && !error && (
        <div className="mb-4">
          <FormError refusal={refusal} />
        </div>
      )}
      <fieldset disabled={!mayChange} className="contents">
        <Field name="hours" label={t("label")} help={mayChange ? undefined : t("whoMay")} error={error}>
          {(control) => (
            <span className="flex items-center gap-2">
              <Input
                {...control}
                inputMode="numeric"
                autoComplete="off"
                maxLength={3}
                defaultValue={hours}
                className="w-20 text-right"
              />
              <span className="mr-2">{t("unit")}</span>
              {mayChange && (
                <Button type="submit" pending={pending}>
                  {t("save")}
                </Button>
              )}
            </span>
          )}
        </Field>
      </fieldset>
    </form>
  )
}
