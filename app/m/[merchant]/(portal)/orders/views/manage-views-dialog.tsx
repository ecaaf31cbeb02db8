"use client"
import { useTranslations } from "next-intl"
import { type FormEvent, useState } from "react"
import { deleteView, renameView, shareView } from "@/app/m/[merchant]/(portal)/orders/actions"
import { type Refusal, useAction } from "@/app/use-action"
import { Badge } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { Dialog, DialogClose, DialogContent } from "@/components/ui/dialog"
import { Input } from "@/components/ui/input"
import type { ShownView } from "./views-menu"

/** Renames, shares and deletes saved views. A view only stores filters: deleting one deletes no order. */
export function ManageViewsDialog({
  open,
  onOpenChange,
  views,
  mayShare,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  views: ShownView[]
  mayShare: boolean
}) {
  const t = useTranslations("orders.views.managing")
  const tActions = useTranslations("common.actions")
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        title={t("title")}
        description={t("body")}
        footer={
          <DialogClose asChild>
            <Button>{tActions("close")}</Button>
          </DialogClose>
        }
      >
        {views.length === 0 ? (
          <p className="text-secondary">{t("empty")}</p>
        ) : (
          <ul className="border-t">
            {views.map((view) => (
              <ViewLine key={view.id} view={view} mayShare={mayShare} />
            ))}
          </ul>
        )}
      </DialogContent>
    </Dialog>
  )
}

function ViewLine({ view, mayShare }: { view: ShownView; mayShare: boolean }) {
  const t = useTranslations("orders.views")
  const tActions = useTranslations("common.actions")
  const [isRenaming, setRenaming] = useState(false)
  const { id, name } = view
  const failed = ({ code, fields, sentence }: Refusal) => ({
    title: t("failed"),
    description:
      code === "validation_failed" ? t(fields.name === "taken" ? "dialog.taken" : "dialog.long") : sentence,
  })
  const renaming = useAction(renameView, { failed })
  const sharing = useAction(shareView, { failed })
  const deleting = useAction(deleteView, {
    done: { tone: "delivered", title: t("deleted", { name }) },
    failed,
  })
  const pending = renaming.pending || sharing.pending || deleting.pending

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const written = String(new FormData(event.currentTarget).get("name"))
    const outcome = await renaming.run({ id, name: written })
    if (outcome.ok) setRenaming(false)
  }

  if (isRenaming)
    return (
      <li className="border-b py-2">
        <form method="post" onSubmit={submit} className="flex gap-2">
          <Input
            name="name"
            aria-label={t("managing.nameOf", { name })}
            defaultValue={name}
            required
            maxLength={60}
            autoComplete="off"
            autoFocus
          />
          <Button type="submit" variant="primary" pending={pending}>
            {t("managing.ok")}
          </Button>
          <Button onClick={() => setRenaming(false)}>{tActions("cancel")}</Button>
        </form>
      </li>
    )
  return (
    <li className="border-b py-2">
      <p className="flex items-center gap-2">
        <span className="truncate">{name}</span>
        {view.isShared && <Badge>{t("managing.shared")}</Badge>}
      </p>
      {view.isTheirs && (
        <div className="-ml-2.5 flex flex-wrap gap-1">
          <Button variant="ghost" size="small" disabled={pending} onClick={() => setRenaming(true)}>
            {t("managing.rename")}
          </Button>
          {mayShare && (
            <Button
              variant="ghost"
              size="small"
              disabled={pending}
              onClick={() => sharing.run({ id, isShared: !view.isShared })}
            >
              {t(view.isShared ? "managing.unshare" : "managing.share")}
            </Button>
          )}
          <Button
            variant="ghost"
            size="small"
            className="text-failed"
            disabled={pending}
            onClick={() => deleting.run({ id })}
          >
            {t("managing.delete")}
          </Button>
        </div>
      )}
    </li>
  )
}
