"use client"
import { Play } from "lucide-react"
import { useTranslations } from "next-intl"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast"
import { rehearse } from "./actions"

/** Starts a rehearsal; the page shows how it goes. */
export function RehearseButton({ isAgain, isRunning }: { isAgain: boolean; isRunning: boolean }) {
  const t = useTranslations("goLive.rehearsal")
  const { run, pending } = useAction(rehearse)
  const press = async () => {
    const outcome = await run({})
    if (!outcome.ok) toast({ tone: "failed", title: t("failed"), description: outcome.refusal.sentence })
  }
  return (
    <Button pending={pending || isRunning} onClick={press}>
      <Play aria-hidden />
      {t(isAgain ? "again" : "start")}
    </Button>
  )
}
