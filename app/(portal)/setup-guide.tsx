import { Check } from "lucide-react"
import { useTranslations } from "next-intl"
import { ButtonLink, buttonStyle } from "@/components/ui/button"
import { Section } from "@/components/ui/page-header"
import { cn } from "@/lib/cn"
import type { SetupFacts } from "@/lib/overview/queries"

const STEPS = ["connect", "locations", "stores", "key", "order"] as const
type Step = (typeof STEPS)[number]

const HREF: Record<Step, string> = {
  connect: "/api/pongo/oauth/start",
  locations: "/locations",
  stores: "/locations",
  key: "/settings/api-keys",
  order: "/orders",
}

const isDone: Record<Step, (facts: SetupFacts) => boolean> = {
  connect: (facts) => facts.isConnected,
  locations: (facts) => facts.locations > 0,
  stores: (facts) => facts.mapped > 0,
  key: (facts) => facts.hasTillCalled || facts.hasOrders,
  order: (facts) => facts.hasDelivered,
}

/** Whether the merchant is still on the way to its first delivered order. */
export function isSettingUp(facts: SetupFacts): boolean {
  return !facts.hasDelivered
}

/** The way from nothing to the first order at Pongo: one next step in full, the done ones in a line each. */
export function SetupGuide({
  facts,
  waiting,
  canEdit,
}: {
  facts: SetupFacts
  /** What already waits for it, in words, or null. */
  waiting: string | null
  canEdit: boolean
}) {
  const t = useTranslations("overview.setup")
  const viewer = useTranslations("overview.attention")("viewer")
  const next = STEPS.find((step) => !isDone[step](facts))
  const done = STEPS.filter((step) => isDone[step](facts)).length

  return (
    <Section
      title={t("title")}
      action={<span className="text-13 text-secondary">{t("progress", { done, total: STEPS.length })}</span>}
    >
      <ol className="border-t">
        {STEPS.map((step, index) => {
          const isStepDone = isDone[step](facts)
          return (
            <li
              key={step}
              aria-current={step === next ? "step" : undefined}
              className={cn("flex gap-4 border-b", step === next ? "py-6" : "py-3")}
            >
              <StepMark number={index + 1} isDone={isStepDone} isNext={step === next} />
              <div className="min-w-0 flex-1">
                <p className={cn(step === next ? "text-16 font-medium" : "text-secondary")}>
                  <span className="sr-only">
                    {t(isStepDone ? "done" : step === next ? "next" : "later")},
                  </span>
                  {isStepDone
                    ? t(`steps.${step}.done`, { count: facts.locations, mapped: facts.mapped })
                    : t(`steps.${step}.title`)}
                </p>
                {step === next && (
                  <>
                    <p className="mt-1 max-w-prose text-pretty text-secondary">{t(`steps.${step}.body`)}</p>
                    {waiting && <p className="mt-1 font-medium text-held">{waiting}</p>}
                    <div className="mt-4">
                      {canEdit ? (
                        <StepLink step={step} label={t(`steps.${step}.action`)} />
                      ) : (
                        <p className="text-13 text-secondary">{viewer}</p>
                      )}
                    </div>
                  </>
                )}
              </div>
            </li>
          )
        })}
      </ol>
    </Section>
  )
}

function StepMark({ number, isDone, isNext }: { number: number; isDone: boolean; isNext: boolean }) {
  return (
    <span
      aria-hidden
      className={cn(
        "grid size-6 shrink-0 place-items-center rounded-full text-12 font-medium",
        isDone
          ? "bg-delivered-soft text-delivered"
          : isNext
            ? "bg-ink text-paper"
            : "border border-edge text-secondary",
      )}
    >
      {isDone ? <Check className="size-3.5" strokeWidth={2.5} /> : number}
    </span>
  )
}

/** The form at Pongo is not a page of ours: it must not be fetched before it is asked for. */
function StepLink({ step, label }: { step: Step; label: string }) {
  return step === "connect" ? (
    <a href={HREF.connect} className={buttonStyle({ variant: "primary" })}>
      {label}
    </a>
  ) : (
    <ButtonLink href={HREF[step]} variant="primary">
      {label}
    </ButtonLink>
  )
}
