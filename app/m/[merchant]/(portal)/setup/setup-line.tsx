import { useTranslations } from "next-intl"
import { ButtonLink } from "@/components/ui/button"
import type { Setup } from "@/lib/readiness/queries"
import { nextStep } from "@/lib/readiness/steps"
import { DismissGuide } from "./dismiss-guide"
import { progressOf } from "./guide"

/**
 * One line about an incomplete set-up, for a merchant whose orders already flow. The attention list above says what to
 * do.
 */
export function SetupLine({ setup, mayDismiss }: { setup: Setup; mayDismiss: boolean }) {
  const t = useTranslations("setup")
  const next = nextStep(setup.steps)
  if (!next) return null
  return (
    <div className="mt-8 flex flex-wrap items-center gap-x-6 gap-y-2 rounded-card bg-wash px-4 py-3">
      <p className="min-w-0 flex-1 basis-64">
        <span className="font-medium">{t("line", { state: next.state })}</span>
        <span className="text-secondary">
          {" · "}
          {t("progress", progressOf(setup))}
          {" · "}
          {t(`steps.${next.name}.title`)}
        </span>
      </p>
      <span className="flex gap-1">
        {mayDismiss && <DismissGuide />}
        <ButtonLink href="/setup" size="small">
          {t("open")}
        </ButtonLink>
      </span>
    </div>
  )
}
