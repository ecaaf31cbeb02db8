import { Check, CircleDashed, Clock, type LucideIcon, X } from "lucide-react"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { cn } from "@/lib/cn"
import type { Link, Step } from "@/lib/diagnosis/diagnose"

const LOOK: Record<Step["state"], { icon: LucideIcon; mark: string; word: string }> = {
  done: { icon: Check, mark: "bg-delivered-soft text-delivered", word: "text-delivered" },
  broken: { icon: X, mark: "bg-failed-soft text-failed", word: "text-failed" },
  under_way: { icon: Clock, mark: "bg-queued-soft text-queued", word: "text-queued" },
  not_reached: { icon: CircleDashed, mark: "bg-wash text-secondary", word: "text-secondary" },
}

/**
 * The chain from the customer to Pongo, top to bottom: done, broken or not reached, each as a word, an icon and a
 * colour.
 * @param facts details of each finished link
 */
export function Chain({ steps, facts }: { steps: Step[]; facts: Partial<Record<Link, ReactNode>> }) {
  const t = useTranslations("diagnosis")
  return (
    <ol aria-label={t("chain")}>
      {steps.map(({ link, state }, index) => {
        const { icon: Icon, mark, word } = LOOK[state]
        return (
          <li key={link} data-link={link} data-state={state} className="relative flex gap-3 pb-4 last:pb-0">
            {index < steps.length - 1 && (
              <span
                aria-hidden
                className={cn(
                  "absolute bottom-0 left-[11.5px] top-6",
                  state === "done" ? "w-px bg-delivered" : "border-l border-dashed border-edge",
                )}
              />
            )}
            <span className={cn("relative grid size-6 shrink-0 place-items-center rounded-full", mark)}>
              <Icon aria-hidden className="size-3.5" strokeWidth={2.5} />
            </span>
            <div className="min-w-0 flex-1 pt-0.5">
              <p className="flex flex-wrap items-baseline gap-x-2">
                <span className={cn(state === "not_reached" ? "text-secondary" : "font-medium")}>
                  {t(`links.${link}`)}
                </span>
                <span className={cn("text-13", word)}>{t(`states.${state}`)}</span>
              </p>
              {state === "done" && facts[link] && <div className="text-13 text-secondary">{facts[link]}</div>}
            </div>
          </li>
        )
      })}
    </ol>
  )
}
