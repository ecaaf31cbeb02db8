"use client"
import { useTranslations } from "next-intl"
import { type FormEvent, useState, useTransition } from "react"
import { useMerchant } from "@/components/link"
import { Badge } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { Dialog, DialogClose, DialogContent } from "@/components/ui/dialog"
import { Input } from "@/components/ui/input"
import { toast } from "@/components/ui/toast"
import type { ActionResult } from "@/lib/action"
import { errorSentence } from "@/lib/i18n/error-sentence"
import { deleteView, renameView, shareView } from "./actions"
import type { ShownView } from "./views-menu"

/** Renames, shares and deletes saved views. A view is filters under a name: deleting one loses no order. */
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
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        title={t("title")}
        description={t("body")}
        footer={
          <DialogClose asChild>
            <Button>{t("close")}</Button>
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
  const tErrors = useTranslations("errors")
  const merchant = useMerchant()
  const [isRenaming, setRenaming] = useState(false)
  const [pending, startTransition] = useTransition()
  const { id, name } = view

  const press = (change: () => Promise<ActionResult<unknown>>, done?: string) =>
    startTransition(async () => {
      const result = await change()
      if (result.ok) {
        setRenaming(false)
        if (done) toast({ tone: "delivered", title: done })
        return
      }
      const isTaken = result.code === "validation_failed"
      toast({
        tone: "failed",
        title: t("failed"),
        description: isTaken
          ? t(result.fields.name === "taken" ? "dialog.taken" : "dialog.long")
          : errorSentence(tErrors, result),
      })
    })

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const written = String(new FormData(event.currentTarget).get("name"))
    press(() => renameView(merchant, { id, name: written }))
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
          <Button onClick={() => setRenaming(false)}>{t("dialog.cancel")}</Button>
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
              onClick={() => press(() => shareView(merchant, { id, isShared: !view.isShared }))}
            >
              {t(view.isShared ? "managing.unshare" : "managing.share")}
            </Button>
          )}
          <Button
            variant="ghost"
            size="small"
            className="text-failed"
            disabled={pending}
            onClick={() => press(() => deleteView(merchant, { id }), t("deleted", { name }))}
          >
            {t("managing.delete")}
          </Button>
        </div>
      )}
    </li>
  )
}
