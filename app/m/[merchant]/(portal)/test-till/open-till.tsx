"use client"
import { useTranslations } from "next-intl"
import { type FormEvent, useState } from "react"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { CheckboxField } from "@/components/ui/checkbox"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { LocationSelect, type Place, usePlaces } from "../location-select"
import { openTill } from "./actions"
import type { Session } from "./call-till"

/** Chooses the till's location. On Pongo's live system, the person also confirms that they know what the till does. */
export function OpenTill({
  locations,
  asksConsent,
  onOpen,
}: {
  locations: Place[]
  asksConsent: boolean
  onOpen: (session: Session) => void
}) {
  const t = useTranslations("testTill.open")
  const { run, pending, refusal } = useAction(openTill)
  const [consents, setConsents] = useState(false)
  const choice = usePlaces(locations)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const place = choice.places.find(({ id }) => id === new FormData(event.currentTarget).get("location"))
    if (!place) return
    const outcome = await run({ locationId: place.id, consents })
    if (outcome.ok) onOpen({ ...outcome.data, locationRef: place.ref, locationName: place.name })
  }

  return (
    <form onSubmit={submit} className="grid max-w-form gap-5">
      <FormError refusal={refusal} />
      <Field name="location" label={t("location")} help={t("locationHelp")}>
        {(control) => <LocationSelect {...control} choice={choice} />}
      </Field>
      {asksConsent && (
        <CheckboxField
          label={t("consent")}
          help={t("consentHelp")}
          checked={consents}
          onChange={(event) => setConsents(event.target.checked)}
        />
      )}
      <p>
        <Button type="submit" variant="primary" pending={pending} disabled={asksConsent && !consents}>
          {t("submit")}
        </Button>
      </p>
    </form>
  )
}
