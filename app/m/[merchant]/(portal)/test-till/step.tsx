import { ArrowRight } from "lucide-react"
import { useTranslations } from "next-intl"
import type { Step as NextStep } from "./next-step"

/** The cashier's next step, above everything else. */
export function Step({ step }: { step: NextStep }) {
  const t = useTranslations("testTill.step")
  return (
    <p aria-live="polite" className="mb-5 flex items-start gap-2 text-16 font-medium">
      <ArrowRight aria-hidden className="mt-1 size-4 shrink-0 text-accent" />
      {t(step)}
    </p>
  )
}
