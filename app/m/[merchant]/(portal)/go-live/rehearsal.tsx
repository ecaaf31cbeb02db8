import { Check, CircleDashed, LoaderCircle, type LucideIcon, Minus, X } from "lucide-react"
import { useLocale, useTranslations } from "next-intl"
import { Link } from "@/components/link"
import { ButtonLink } from "@/components/ui/button"
import { Section } from "@/components/ui/page-header"
import { cn } from "@/lib/cn"
import type { Rehearsal as LastRehearsal, RehearsalHindrance } from "@/lib/go-live/queries"
import type { RehearsalStep } from "@/lib/go-live/rehearsal"
import { formatDateTime } from "@/lib/time"
import { RehearseButton } from "./rehearse-button"
import { CHECK_HREF } from "./row-words"

const LOOK: Record<RehearsalStep["state"], { icon: LucideIcon; text: string }> = {
  waiting: { icon: CircleDashed, text: "text-secondary" },
  running: { icon: LoaderCircle, text: "text-queued motion-safe:animate-spin" },
  passed: { icon: Check, text: "text-delivered" },
  failed: { icon: X, text: "text-failed" },
  skipped: { icon: Minus, text: "text-secondary" },
}

/** The scripted till: the steps of its last run, and the button that starts the next. */
export function Rehearsal({
  last,
  hindrance,
  canEdit,
  isNext,
  timeZone,
}: {
  last: LastRehearsal | null
  hindrance: RehearsalHindrance | null
  canEdit: boolean
  /** True when a run is the next thing to do on the page. */
  isNext: boolean
  timeZone: string
}) {
  const t = useTranslations("goLive.rehearsal")
  const isRunning = last?.state === "running"
  return (
    <Section
      title={t("title")}
      sentence={t("sentence")}
      action={
        canEdit &&
        !hindrance && <RehearseButton isAgain={last !== null} isRunning={isRunning} isNext={isNext} />
      }
    >
      <div className="grid gap-3 border-t pt-4">
        {hindrance && (
          <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
            <p className="text-secondary">{t(`hindrance.${hindrance}`)}</p>
            {canEdit && hindrance !== "production" && (
              <ButtonLink
                variant="primary"
                href={CHECK_HREF[hindrance === "no_location" ? "locations" : "oauth"]}
              >
                {t(`remedy.${hindrance}`)}
              </ButtonLink>
            )}
          </div>
        )}
        {last && <Standing last={last} timeZone={timeZone} />}
        {last?.state === "passed" ? (
          <details>
            <summary className="w-fit rounded-control text-13 text-secondary hover:text-ink">
              {t("steps")}
            </summary>
            <div className="mt-3">
              <Steps steps={last.steps} />
            </div>
          </details>
        ) : (
          last && <Steps steps={last.steps} />
        )}
      </div>
    </Section>
  )
}

function Standing({ last, timeZone }: { last: LastRehearsal; timeZone: string }) {
  const t = useTranslations("goLive.rehearsal")
  const locale = useLocale()
  const at = (date: Date, style?: "time") => formatDateTime(date, { locale, timeZone, style })
  const words = { when: at(last.endedAt ?? last.startedAt), who: last.startedBy }
  return (
    <p aria-live="polite" className={last.state === "failed" ? "font-medium" : undefined}>
      {last.state === "running"
        ? t("running", { when: at(last.startedAt, "time") })
        : t(last.state === "passed" ? "passed" : "endedBadly", words)}
    </p>
  )
}

function Steps({ steps }: { steps: RehearsalStep[] }) {
  const t = useTranslations("goLive.rehearsal")
  return (
    <ol className="grid gap-2" aria-label={t("steps")}>
      {steps.map(({ id, state, code, order }) => {
        const { icon: Icon, text } = LOOK[state]
        return (
          <li key={id} className="flex gap-2.5">
            <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", text)} />
            <p className={state === "waiting" || state === "skipped" ? "text-secondary" : undefined}>
              {t(`step.${id}`)} <span className="text-13 text-secondary">· {t(`states.${state}`)}</span>
              {order && (
                <>
                  {" · "}
                  <Link
                    href={`/orders/${order.id}`}
                    prefetch={false}
                    className="text-13 text-accent underline-offset-2 hover:underline"
                  >
                    {order.ref}
                  </Link>
                </>
              )}
              {code && <span className="block text-13 text-secondary">{sentenceOf(t, code)}</span>}
            </p>
          </li>
        )
      })}
    </ol>
  )
}

/** Falls back to the code when it has no sentence. */
const sentenceOf = (t: ReturnType<typeof useTranslations<"goLive.rehearsal">>, code: string) =>
  t.has(`codes.${code}` as "codes.other")
    ? t(`codes.${code}` as "codes.other", { code })
    : t("codes.other", { code })
