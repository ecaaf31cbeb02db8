import { useTranslations } from "next-intl"
import { THRESHOLD_LIMITS } from "@/lib/replays/schema"
import { NumberForm } from "../number-form"
import { changeThreshold } from "./actions"

/** The number of orders from which a replay needs a second person. The owner may change it. */
export function ThresholdForm({ threshold }: { threshold: number }) {
  const t = useTranslations("replays.threshold")
  return (
    <NumberForm
      action={changeThreshold}
      name="orders"
      value={threshold}
      digits={6}
      words={{
        label: t("label"),
        unit: t("unit"),
        save: t("save"),
        saved: t("saved"),
        limits: t("limits", THRESHOLD_LIMITS),
      }}
    />
  )
}
