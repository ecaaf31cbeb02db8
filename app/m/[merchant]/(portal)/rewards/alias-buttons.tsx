"use client"
import { useTranslations } from "next-intl"
import { ActionButton } from "@/app/action-button"
import { useAction } from "@/app/use-action"
import { accept, remove } from "./actions"

/** Accepts Pongo's spelling of one of our SKUs. The toast offers an undo. */
export function AcceptAlias({ written, sku, label }: { written: string; sku: string; label: string }) {
  const t = useTranslations("rewards")
  const { run: undo } = useAction(remove, {
    done: { title: t("aliases.removed", { alias: written, sku }) },
    failed: t("aliases.notRemoved", { alias: written }),
  })
  return (
    <ActionButton
      size="small"
      action={accept}
      input={{ alias: written, sku }}
      done={{
        tone: "delivered",
        title: t("near.accepted", { written, sku }),
        description: t("near.acceptedHint"),
        action: { label: t("undo"), run: () => undo({ alias: written }) },
      }}
      failed={t("near.notAccepted", { written })}
      aria-label={t("near.acceptLabel", { written, sku })}
    >
      {label}
    </ActionButton>
  )
}

/** Removes an accepted spelling. */
export function RemoveAlias({ alias, sku }: { alias: string; sku: string }) {
  const t = useTranslations("rewards.aliases")
  return (
    <ActionButton
      size="small"
      variant="ghost"
      action={remove}
      input={{ alias }}
      done={{ title: t("removed", { alias, sku }) }}
      failed={t("notRemoved", { alias })}
      aria-label={t("removeLabel", { alias })}
    >
      {t("remove")}
    </ActionButton>
  )
}
