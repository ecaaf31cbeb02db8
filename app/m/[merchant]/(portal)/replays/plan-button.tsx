"use client"
import { useTranslations } from "next-intl"
import type { ComponentProps, ReactNode } from "react"
import { useAction } from "@/app/use-action"
import { useRouter } from "@/components/link"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast"
import type { ReplayPlan } from "@/lib/replays/schema"
import { plan as makePlan } from "./actions"

/** Makes the plan of a replay and opens it. Nothing is sent before somebody confirms it there. */
export function PlanButton({
  plan,
  children,
  ...look
}: {
  plan: ReplayPlan
  children: ReactNode
} & Pick<ComponentProps<typeof Button>, "variant" | "size">) {
  const t = useTranslations("replays.press")
  const router = useRouter()
  const { run, pending } = useAction(makePlan)

  async function press() {
    const outcome = await run(plan)
    if (outcome.ok) router.push(`/replays/${outcome.data.id}`)
    else toast({ tone: "failed", title: t("failed"), description: outcome.refusal.sentence })
  }

  return (
    <Button {...look} pending={pending} onClick={press}>
      {children}
    </Button>
  )
}
