"use client"
import { useTranslations } from "next-intl"
import { type FormEvent, type ReactNode, useId, useState } from "react"
import { type Refusal, type Toasts, useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog"
import { type FieldErrors, FormError } from "@/components/ui/form-error"
import type { Action } from "@/lib/action"

/**
 * A dialog with the form of one server action. It closes when the action succeeds, and stays open with the errors when
 * it is refused.
 * @param input reads the form's values
 * @param errors the error of each field, in the order of the fields
 * @param state open state, for a dialog without a trigger of its own
 */
export function FormDialog<Input, Data>({
  action,
  input,
  errors,
  done,
  onDone,
  trigger,
  state,
  title,
  description,
  submitLabel,
  children,
}: {
  action: Action<Input, Data>
  input: (form: FormData) => Input
  errors: (refusal: Refusal) => FieldErrors
  done?: Toasts<Input, Data>["done"]
  onDone?: (data: Data, input: Input) => void
  trigger?: ReactNode
  state?: [isOpen: boolean, setOpen: (isOpen: boolean) => void]
  title: string
  description: string
  submitLabel: string
  children: (errors: FieldErrors) => ReactNode
}) {
  const t = useTranslations("common.actions")
  const own = useState(false)
  const [isOpen, setOpen] = state ?? own
  const formId = useId()
  const { run, pending, refusal, forget } = useAction(action, { done })
  const fieldErrors = refusal ? errors(refusal) : {}

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const read = input(new FormData(event.currentTarget))
    const outcome = await run(read)
    if (!outcome.ok) return
    setOpen(false)
    onDone?.(outcome.data, read)
  }

  return (
    <Dialog
      open={isOpen}
      onOpenChange={(next) => {
        forget()
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
            <Button type="submit" form={formId} variant="primary" pending={pending}>
              {submitLabel}
            </Button>
          </>
        }
      >
        <form id={formId} method="post" noValidate onSubmit={submit} className="space-y-5 pb-1">
          <FormError refusal={refusal} fieldErrors={fieldErrors} />
          {children(fieldErrors)}
        </form>
      </DialogContent>
    </Dialog>
  )
}
