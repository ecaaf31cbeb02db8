"use client"
import { RefreshCw } from "lucide-react"
import { useTranslations } from "next-intl"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast"
import { refresh } from "./actions"

/** Reads the rewards from Pongo again. */
export function RefreshButton({ variant = "secondary" }: { variant?: "primary" | "secondary" }) {
  const t = useTranslations("rewards.refresh")
  const { run, pending } = useAction(refresh)
  const press = async () => {
    const outcome = await run({})
    if (outcome.ok) toast({ tone: "delivered", title: t("done", { count: outcome.data }) })
    else toast({ tone: "failed", title: t("failed"), description: outcome.refusal.sentence })
  }
  return (
    <Button variant={variant} pending={pending} onClick={press}>
      <RefreshCw aria-hidden />
      {t("action")}
    </Button>
  )
}
