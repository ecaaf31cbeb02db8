"use client"
import { useTranslations } from "next-intl"
import { type FormEvent, useState } from "react"
import { useAction } from "@/app/use-action"
import { Banner } from "@/components/ui/banner"
import { Button } from "@/components/ui/button"
import { CheckboxField } from "@/components/ui/checkbox"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { Section } from "@/components/ui/page-header"
import { Select } from "@/components/ui/select"
import { type PrivacySettings, RETENTION_LIMITS } from "@/lib/privacy/schema"
import { NumberInput, numberFrom } from "../../number-form"
import { change } from "./actions"

const PERIODS = ["orderContentDays", "personalDataDays", "logDays"] as const
const HOURS = Array.from({ length: 24 }, (_, hour) => hour)

/** Retention periods and what is sent to Pongo. A shorter period erases data for good, so it warns before saving. */
export function PrivacyForm({ settings, mayChange }: { settings: PrivacySettings; mayChange: boolean }) {
  const t = useTranslations("privacy")
  const { run, pending, refusal } = useAction(change, { done: { tone: "delivered", title: t("saved") } })
  const [days, setDays] = useState(
    () => Object.fromEntries(PERIODS.map((name) => [name, String(settings[name])])) as Days,
  )
  const fieldErrors = Object.fromEntries(
    PERIODS.map((name) => [name, refusal?.fields[name] && t("limits", RETENTION_LIMITS[name])]),
  )
  const isShorter = PERIODS.some((name) => days[name] !== "" && Number(days[name]) < settings[name])

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    await run({
      orderContentDays: numberFrom(days.orderContentDays),
      personalDataDays: numberFrom(days.personalDataDays),
      logDays: numberFrom(days.logDays),
      sendsAnonymousOrders: data.has("sendsAnonymousOrders"),
      dayCutoffHour: Number(data.get("dayCutoffHour")),
    })
  }

  return (
    <form method="post" noValidate onSubmit={submit}>
      {refusal && (
        <div className="mb-6">
          <FormError refusal={refusal} fieldErrors={fieldErrors} />
        </div>
      )}
      <fieldset disabled={!mayChange} className="contents">
        <Section title={t("title")} sentence={mayChange ? t("sentence") : `${t("sentence")} ${t("whoMay")}`}>
          <div className="grid gap-6">
            {PERIODS.map((name) => (
              <Field
                key={name}
                name={name}
                label={t(`fields.${name}.label`)}
                help={t(`fields.${name}.help`)}
                error={fieldErrors[name]}
              >
                {(control) => (
                  <NumberInput
                    {...control}
                    digits={5}
                    unit={t("days")}
                    value={days[name]}
                    onChange={(event) => setDays({ ...days, [name]: event.target.value })}
                  >
                    <span className="text-secondary">{about(Number(days[name]), t)}</span>
                  </NumberInput>
                )}
              </Field>
            ))}
            {isShorter && (
              <div role="status" className="max-w-form">
                <Banner tone="warning" title={t("shorter.title")}>
                  {t("shorter.body")}
                </Banner>
              </div>
            )}
          </div>
        </Section>
        <Section title={t("sending.title")}>
          <div className="grid gap-6">
            <CheckboxField
              name="sendsAnonymousOrders"
              label={t("sending.anonymous")}
              help={t("sending.anonymousHelp")}
              defaultChecked={settings.sendsAnonymousOrders}
              className="max-w-form"
            />
            <Field name="dayCutoffHour" label={t("sending.cutoff")} help={t("sending.cutoffHelp")}>
              {(control) => (
                <Select {...control} defaultValue={settings.dayCutoffHour} className="w-28">
                  {HOURS.map((hour) => (
                    <option key={hour} value={hour}>
                      {`${String(hour).padStart(2, "0")}:00`}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          </div>
        </Section>
        {mayChange && (
          <Button type="submit" variant="primary" pending={pending} className="mt-8">
            {t("save")}
          </Button>
        )}
      </fieldset>
    </form>
  )
}

type Days = Record<(typeof PERIODS)[number], string>

/** The same period in months or years. */
function about(days: number, t: ReturnType<typeof useTranslations<"privacy">>) {
  if (!(days >= 45)) return null
  const length =
    days >= 700
      ? t("years", { count: Math.round(days / 365) })
      : t("months", { count: Math.round(days / 30.4) })
  return t("about", { length })
}
