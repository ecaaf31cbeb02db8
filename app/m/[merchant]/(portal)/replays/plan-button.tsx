"use client"
import { useTranslations } from "next-intl"
import type { ComponentProps } from "react"
import { ActionButton } from "@/app/action-button"
import { useRouter } from "@/components/link"
import type { Button } from "@/components/ui/button"
import type { ReplayPlan } from "@/lib/replays/schema"
import { plan as makePlan } from "./actions"

/** Creates a replay plan and opens it. Nothing is sent until somebody confirms the plan. */
export function PlanButton({
  plan,
  ...look
}: { plan: ReplayPlan } & Pick<ComponentProps<typeof Button>, "variant" | "size" | "children">) {
  const t = useTranslations("replays.press")
  const router = useRouter()
  return (
    <ActionButton
      {...look}
      action={makePlan}
      input={plan}
      onDone={({ id }) => router.push(`/replays/${id}`)}
      failed={t("failed")}
    />
  )
}
