"use client"
import { useTranslations } from "next-intl"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast"
import { verify } from "./actions"

/** Asks Pongo whether it has this delivered order. Nothing about the order changes, so it asks nothing first. */
export function VerifyButton({ id }: { id: string }) {
  const t = useTranslations("replays.verify")
  const tKinds = useTranslations("orders.errorKinds")
  const { run, pending } = useAction(verify)

  async function press() {
    const outcome = await run({ id })
    if (!outcome.ok)
      return toast({ tone: "failed", title: t("refused"), description: outcome.refusal.sentence })
    const { verification, errorKind } = outcome.data
    toast({
      tone: verification === "failed" ? "failed" : "delivered",
      title: t(`${verification}.title`),
      description: t(`${verification}.body`, { cause: tKinds(errorKind ?? "internal") }),
    })
  }

  return (
    <Button pending={pending} onClick={press}>
      {t("button")}
    </Button>
  )
}
