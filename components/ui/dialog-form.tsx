"use client"
import { useTranslations } from "next-intl"
import { type FormEvent, type ReactNode, useId, useState } from "react"
import { Button } from "./button"
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "./dialog"

/**
 * A dialog around one form.
 * @param state open state, for a dialog without a trigger of its own
 * @param onOpen resets what the caller remembers of an earlier visit
 * @param isReady whether the form can be submitted
 * @param onSubmit returns whether the dialog closes
 */
export function DialogForm({
  trigger,
  state,
  onOpen,
  title,
  description,
  submitLabel,
  isReady = true,
  onSubmit,
  children,
}: {
  trigger?: ReactNode
  state?: [isOpen: boolean, setOpen: (isOpen: boolean) => void]
  onOpen?: () => void
  title: string
  description?: string
  submitLabel: string
  isReady?: boolean
  onSubmit: (form: FormData) => Promise<boolean> | boolean
  children: ReactNode
}) {
  const t = useTranslations("common.actions")
  const own = useState(false)
  const [isOpen, setOpen] = state ?? own
  const [isBusy, setBusy] = useState(false)
  const formId = useId()

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (isBusy || !isReady) return
    setBusy(true)
    const isDone = await onSubmit(new FormData(event.currentTarget))
    setBusy(false)
    if (isDone) setOpen(false)
  }

  return (
    <Dialog
      open={isOpen}
      onOpenChange={(next) => {
        if (next) onOpen?.()
        setOpen(next)
      }}
    >
      {trigger && <DialogTrigger asChild>{trigger}</DialogTrigger>}
      <DialogContent
        title={title}
        description={description}
        footer={
          <>
            <DialogClose asChild>
              <Button>{t("cancel")}</Button>
            </DialogClose>
            <Button type="submit" form={formId} variant="primary" pending={isBusy} disabled={!isReady}>
              {submitLabel}
            </Button>
          </>
        }
      >
        <form id={formId} method="post" noValidate onSubmit={submit} className="space-y-5 pb-1">
          {children}
        </form>
      </DialogContent>
    </Dialog>
  )
}
