"use client"
import { useTranslations } from "next-intl"
import type { FormEvent } from "react"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { Input } from "@/components/ui/input"
import { THRESHOLD_LIMITS } from "@/lib/replays/schema"
import { changeThreshold } from "./actions"

/** From how many orders on a replay needs a second person; for the owner. */
export function ThresholdForm({ threshold }: { threshold: number }) {
  const t = useTranslations("replays.threshold")
  const { run, pending, refusal } = useAction(changeThreshold, {
    done: { tone: "delivered", title: t("saved") },
  })
  const fieldErrors = { orders: refusal?.fields.orders && t("limits", THRESHOLD_LIMITS) }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const written = String(new FormData(event.currentTarget).get("orders")).trim()
    await run({ orders: written === "" ? Number.NaN : Number(written) })
  }

  return (
    <form method="post" noValidate onSubmit={submit} className="grid gap-4">
      <FormError refusal={refusal} fieldErrors={fieldErrors} />
      <Field name="orders" label={t("label")} error={fieldErrors.orders}>
        {(control) => (
          <span className="flex items-center gap-2">
            <Input
              {...control}
              inputMode="numeric"
              autoComplete="off"
              maxLength={6}
              defaultValue={threshold}
              className="w-24 text-right"
            />
            <span>{t("unit")}</span>
            <Button type="submit" pending={pending} className="ml-2">
              {t("save")}
            </Button>
          </span>
        )}
      </Field>
    </form>
  )
}
