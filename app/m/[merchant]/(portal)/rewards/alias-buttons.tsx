"use client"
import { useTranslations } from "next-intl"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast"
import { accept, remove } from "./actions"

/** Takes a writing at Pongo for one of our SKUs; undone from the notice. */
export function AcceptAlias({ written, sku, label }: { written: string; sku: string; label: string }) {
  const t = useTranslations("rewards")
  const accepting = useAction(accept)
  const removing = useAction(remove)
  const press = async () => {
    const outcome = await accepting.run({ alias: written, sku })
    if (outcome.ok)
      toast({
        tone: "delivered",
        title: t("near.accepted", { written, sku }),
        description: t("near.acceptedHint"),
        action: { label: t("undo"), run: () => undo() },
      })
    else
      toast({
        tone: "failed",
        title: t("near.notAccepted", { written }),
        description: outcome.refusal.sentence,
      })
  }
  const undo = async () => {
    const outcome = await removing.run({ alias: written })
    if (outcome.ok) toast({ title: t("aliases.removed", { alias: written, sku }) })
    else
      toast({
        tone: "failed",
        title: t("aliases.notRemoved", { alias: written }),
        description: outcome.refusal.sentence,
      })
  }
  return (
    <Button
      size="small"
      pending={accepting.pending}
      onClick={press}
      aria-label={t("near.acceptLabel", { written, sku })}
    >
      {label}
    </Button>
  )
}

/** Takes an accepted writing back. */
export function RemoveAlias({ alias, sku }: { alias: string; sku: string }) {
  const t = useTranslations("rewards.aliases")
  const { run, pending } = useAction(remove)
  const press = async () => {
    const outcome = await run({ alias })
    if (outcome.ok) toast({ title: t("removed", { alias, sku }) })
    else toast({ tone: "failed", title: t("notRemoved", { alias }), description: outcome.refusal.sentence })
  }
  return (
    <Button
      size="small"
      variant="ghost"
      pending={pending}
      onClick={press}
      aria-label={t("removeLabel", { alias })}
    >
      {t("remove")}
    </Button>
  )
}
