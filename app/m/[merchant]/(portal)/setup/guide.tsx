import { Check, ChevronRight } from "lucide-react"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { ButtonLink } from "@/components/ui/button"
import type { PortalPath } from "@/lib/address"
import { cn } from "@/lib/cn"
import type { Setup } from "@/lib/readiness/queries"
import { nextStep, type SetupGap, type SetupStep, type SetupStepName } from "@/lib/readiness/steps"
import { ConnectLink } from "../settings/connection/connect-link"

const PLACE: Record<SetupStepName, PortalPath> = {
  connect: "/settings/connection",
  locations: "/locations",
  stores: "/locations",
  rewards: "/rewards",
  till: "/settings/api-keys",
  order: "/orders",
  go_live: "/go-live",
}
const TOWARDS: Partial<Record<SetupGap, PortalPath>> = { no_product: "/catalog/import" }
/** Locations listed by name; the rest are counted. */
const NAMED = 3

type GuideProps = {
  setup: Setup
  /** What is already waiting for the set-up, in words, or null. */
  waiting: string | null
  canEdit: boolean
  /** Names of the people with the rights this person lacks. */
  who: string
}

/**
 * The steps to the first order: the current step in full and first, later ones in a line each, finished ones folded.
 */
export function SetupGuide({ setup, waiting, canEdit, who }: GuideProps) {
  const t = useTranslations("setup")
  const next = nextStep(setup.steps)
  const later = setup.steps.filter((step) => step.state !== "done" && step !== next)
  const done = setup.steps.filter(({ state }) => state === "done")

  return (
    <div>
      {next && (
        <CurrentStep
          step={next}
          setup={setup}
          number={numberOf(setup, next)}
          waiting={waiting}
          canEdit={canEdit}
          who={who}
        />
      )}
      {later.length > 0 && (
        <ol className="mt-2" aria-label={t("later")}>
          {later.map((step) => (
            <li key={step.name} className="flex gap-4 border-b py-3 md:px-6">
              <StepMark>{numberOf(setup, step)}</StepMark>
              <div className="min-w-0 flex-1">
                <p>{t(`steps.${step.name}.title`)}</p>
                {step.state === "lost" && <p className="text-held">{t("lost")}</p>}
              </div>
            </li>
          ))}
        </ol>
      )}
      {done.length > 0 && (
        <details className="group" open={!next}>
          <summary className="flex items-center gap-1 py-3 text-secondary hover:text-ink">
            <ChevronRight aria-hidden className="size-4 group-open:rotate-90" />
            {t("doneSteps", { count: done.length })}
          </summary>
          <ol className="border-t">
            {done.map((step) => (
              <li key={step.name} className="flex items-center gap-4 border-b py-3 md:px-6">
                <StepMark isDone>
                  <Check className="size-3.5" strokeWidth={2.5} />
                </StepMark>
                <p className="min-w-0 flex-1 text-secondary">
                  {t(`steps.${step.name}.done`, countsOf(setup))}
                </p>
                <ButtonLink href={PLACE[step.name]} variant="ghost" size="small">
                  {t("change")}
                  <span className="sr-only">{t(`steps.${step.name}.title`)}</span>
                </ButtonLink>
              </li>
            ))}
          </ol>
        </details>
      )}
    </div>
  )
}

function CurrentStep({
  step,
  setup,
  number,
  waiting,
  canEdit,
  who,
}: GuideProps & { step: SetupStep; number: number }) {
  const t = useTranslations("setup")
  const gap = step.gap!
  const { unmapped, gone, rewards, failedChecks, missingChecks } = setup.facts
  const missing = gap === "store_gone" ? gone : unmapped
  const names = missing.slice(0, NAMED).map(({ name }) => name)
  const place = t("places", { first: names.join(", "), others: missing.length - names.length })
  // Steps completed by a till, or by opening a page, need no role.
  const isForAll = step.name === "order" || step.name === "go_live"
  return (
    <div className="flex gap-4 rounded-card border bg-surface p-4 md:p-6" aria-current="step">
      <StepMark isNext>{number}</StepMark>
      <div className="min-w-0 flex-1">
        <p className={cn("text-13", step.state === "lost" ? "font-medium text-held" : "text-secondary")}>
          {t(step.state === "lost" ? "lost" : "now")}
        </p>
        <h2 className="text-16">{t(`steps.${step.name}.title`)}</h2>
        <p className="mt-1 max-w-prose text-pretty text-secondary">
          {t(`steps.${step.name}.why`)}{" "}
          {t(`gaps.${gap}.next`, {
            place,
            count: missing.length,
            rewards,
            checks: failedChecks.length + missingChecks,
          })}
        </p>
        {waiting && <p className="mt-1 max-w-prose font-medium text-held">{waiting}</p>}
        <div className="mt-4">
          {canEdit || isForAll ? (
            step.name === "connect" ? (
              <ConnectLink variant="primary">{t(`gaps.${gap}.action`)}</ConnectLink>
            ) : (
              <ButtonLink href={TOWARDS[gap] ?? PLACE[step.name]} variant="primary">
                {t(`gaps.${gap}.action`)}
              </ButtonLink>
            )
          ) : (
            <p className="text-13">{t("who", { names: who })}</p>
          )}
        </div>
      </div>
    </div>
  )
}

function StepMark({ isDone, isNext, children }: { isDone?: boolean; isNext?: boolean; children: ReactNode }) {
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
      {children}
    </span>
  )
}

const numberOf = ({ steps }: Setup, step: SetupStep) => steps.indexOf(step) + 1

const countsOf = ({ facts }: Setup) => ({
  locations: facts.locations,
  rewards: facts.rewards,
  usable: facts.usableRewards,
})

/** Finished steps out of the total. */
export function progressOf({ steps }: Setup) {
  return { done: steps.filter(({ state }) => state === "done").length, total: steps.length }
}
