"use client"
import { type ReactNode, useState } from "react"
import { type Refusal, type Toasts, useAction } from "@/app/use-action"
import { DialogForm } from "@/components/ui/dialog-form"
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
  state,
  children,
  ...dialog
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
  const own = useState(false)
  const [isOpen, setOpen] = state ?? own
  const { run, refusal, forget } = useAction(action, { done })
  const fieldErrors = refusal ? errors(refusal) : {}

  return (
    <DialogForm
      {...dialog}
      state={[
        isOpen,
        (next) => {
          forget()
          setOpen(next)
        },
      ]}
      onSubmit={async (form) => {
        const read = input(form)
        const outcome = await run(read)
        if (outcome.ok) onDone?.(outcome.data, read)
        return outcome.ok
      }}
    >
      <FormError refusal={refusal} fieldErrors={fieldErrors} />
      {children(fieldErrors)}
    </DialogForm>
  )
}
