"use client"
import { Archive } from "lucide-react"
import { useTranslations } from "next-intl"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import { archive } from "./actions"

/** Archives a location, after explaining what happens to its orders. */
export function ArchiveButton({
  location,
  locationRef,
  heldOrders,
}: {
  location: string
  locationRef: string
  heldOrders: number
}) {
  const t = useTranslations("locations")
  const { run } = useAction(archive, { done: { title: t("archive.done", { location }) } })
  return (
    <ConfirmDialog
      trigger={
        <Button
          variant="ghost"
          size="icon"
          className="text-secondary"
          aria-label={t("actions.archive", { location })}
          title={t("actions.archive", { location })}
        >
          <Archive aria-hidden />
        </Button>
      }
      title={t("archive.title", { location })}
      consequence={t("archive.consequence", { held: heldOrders })}
      confirmLabel={t("archive.confirm")}
      tone="danger"
      onConfirm={() => run({ ref: locationRef })}
    />
  )
}
