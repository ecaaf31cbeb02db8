"use client"
import { useTranslations } from "next-intl"
import { type FormEvent, useState } from "react"
import { useAction } from "@/app/use-action"
import { Badge } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { CheckboxField } from "@/components/ui/checkbox"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { Select } from "@/components/ui/select"
import { ALERT_KINDS, type AlertKind } from "@/db/enums"
import { type AlertPreferences, MANAGER_KINDS, URGENT_KINDS } from "@/lib/alerts/schema"
import { changePreferences } from "./actions"

const HOURS = Array.from({ length: 24 }, (_, hour) => hour)
const clock = (hour: number) => `${String(hour).padStart(2, "0")}:00`
const FIRST_QUIET = { from: 22, until: 8 }

/** The person's e-mail alerts: which ones, in which language, and quiet hours. */
export function Preferences({
  preferences,
  hours,
  timeZone,
  isManager,
}: {
  preferences: AlertPreferences
  hours: number
  timeZone: string
  isManager: boolean
}) {
  const t = useTranslations("alerts.settings.mail")
  const tNames = useTranslations("alerts.names")
  const { run, pending, refusal } = useAction(changePreferences, {
    done: { tone: "delivered", title: t("saved") },
  })
  const [isQuiet, setQuiet] = useState(preferences.quiet !== null)
  const quiet = preferences.quiet ?? FIRST_QUIET

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    await run({
      kinds: data.getAll("kinds") as AlertKind[],
      locale: data.get("locale") === "en" ? "en" : "fr",
      quiet: isQuiet ? { from: Number(data.get("from")), until: Number(data.get("until")) } : null,
    })
  }

  return (
    <form method="post" noValidate onSubmit={submit} className="grid gap-8">
      <FormError refusal={refusal} />
      <fieldset>
        <legend className="mb-3 text-13 font-medium">{t("kinds")}</legend>
        <div className="grid max-w-prose gap-3">
          {ALERT_KINDS.filter((kind) => isManager || !MANAGER_KINDS.includes(kind)).map((kind) => (
            <div key={kind} className="flex items-start justify-between gap-4">
              <CheckboxField
                name="kinds"
                value={kind}
                label={tNames(`${kind}.name`)}
                help={tNames(`${kind}.help`, { hours })}
                defaultChecked={preferences.kinds.includes(kind)}
              />
              {URGENT_KINDS.includes(kind) && <Badge tone="retrying">{t("urgent")}</Badge>}
            </div>
          ))}
        </div>
      </fieldset>
      <div className="grid gap-4">
        <CheckboxField
          label={t("quiet.label")}
          help={t("quiet.help")}
          checked={isQuiet}
          onChange={(event) => setQuiet(event.target.checked)}
          className="max-w-form"
        />
        {isQuiet && (
          <div className="flex flex-wrap gap-x-4 gap-y-3 pl-6">
            {(["from", "until"] as const).map((end) => (
              <Field key={end} name={end} label={t(`quiet.${end}`)}>
                {(control) => (
                  <Select {...control} defaultValue={quiet[end]} className="w-28">
                    {HOURS.map((hour) => (
                      <option key={hour} value={hour}>
                        {clock(hour)}
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
            ))}
            <p className="basis-full text-13 text-secondary">{t("quiet.zone", { zone: timeZone })}</p>
          </div>
        )}
      </div>
      <Field name="locale" label={t("language")}>
        {(control) => (
          <Select {...control} defaultValue={preferences.locale} className="w-40">
            <option value="fr">Français</option>
            <option value="en">English</option>
          </Select>
        )}
      </Field>
      <div>
        <Button type="submit" variant="primary" pending={pending}>
          {t("save")}
        </Button>
      </div>
    </form>
  )
}
