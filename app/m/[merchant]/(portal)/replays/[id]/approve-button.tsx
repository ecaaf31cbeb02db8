"use client"
import { useTranslations } from "next-intl"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast"
import { approve } from "../actions"

/** The second person's yes. Pressed twice, or by two people at once, it has one effect. */
export function ApproveButton({ id }: { id: string }) {
  const t = useTranslations("replays.approval")
  const { run, pending } = useAction(approve)

  async function press() {
    const outcome = await run({ id })
    if (outcome.ok) toast({ tone: "delivered", title: t("approved") })
    else toast({ tone: "failed", title: outcome.refusal.sentence })
  }

  return (
    <Button variant="primary" pending={pending} onClick={press}>
      {t("approve")}
    </Button>
  )
}
