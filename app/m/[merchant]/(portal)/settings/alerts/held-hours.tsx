import { useTranslations } from "next-intl"
import { NumberForm } from "../../number-form"
import { changeHours } from "./actions"

/** Hours after which held orders raise an alert, for all members of the merchant. */
export function HeldHours({ hours, mayChange }: { hours: number; mayChange: boolean }) {
  const t = useTranslations("alerts.settings.held")
  return (
    <NumberForm
      action={changeHours}
      name="hours"
      value={hours}
      digits={3}
      words={{
        label: t("label"),
        unit: t("unit"),
        save: t("save"),
        saved: t("saved"),
        limits: t("limits"),
      }}
      help={mayChange ? undefined : t("whoMay")}
      isFixed={!mayChange}
    />
  )
}
