"use client"
import { useTranslations } from "next-intl"
import { type FormEvent, useId, useMemo } from "react"
import { useAction } from "@/app/use-action"
import { useRouter } from "@/components/link"
import { Button } from "@/components/ui/button"
import { CheckboxField } from "@/components/ui/checkbox"
import { Dialog, DialogClose, DialogContent } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { Input } from "@/components/ui/input"
import { toast } from "@/components/ui/toast"
import type { OrderSelection } from "@/lib/orders/schema"
import { saveView } from "./actions"
import { ordersHref } from "./address"

/** Keeps the filters of now under a name. */
export function SaveViewDialog({
  open,
  onOpenChange,
  filters,
  mayShare,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  filters: OrderSelection
  mayShare: boolean
}) {
  const t = useTranslations("orders.views")
  const router = useRouter()
  const formId = useId()
  const { run, pending, refusal, forget } = useAction(saveView)
  const fieldErrors = useMemo(
    () => ({
      name: refusal?.fields.name && t(refusal.fields.name === "taken" ? "dialog.taken" : "dialog.long"),
    }),
    [refusal, t],
  )

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const name = String(form.get("name")).trim()
    const outcome = await run({ name, filters, isShared: form.get("shared") === "on" })
    if (!outcome.ok) return
    onOpenChange(false)
    router.replace(ordersHref({ ...filters, view: outcome.data.id }), { scroll: false })
    toast({ tone: "delivered", title: t("saved", { name }) })
  }

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        forget()
        onOpenChange(next)
      }}
    >
      <DialogContent
        title={t("dialog.title")}
        description={t("dialog.body")}
        footer={
          <>
            <DialogClose asChild>
              <Button>{t("dialog.cancel")}</Button>
            </DialogClose>
            <Button type="submit" form={formId} variant="primary" pending={pending}>
              {t("dialog.submit")}
            </Button>
          </>
        }
      >
        <form id={formId} method="post" noValidate onSubmit={submit} className="space-y-5 pb-1">
          {refusal && (
            <FormError
              message={refusal.code === "validation_failed" ? undefined : refusal.sentence}
              fieldErrors={fieldErrors}
            />
          )}
          <Field name="name" label={t("dialog.name")} help={t("dialog.help")} error={fieldErrors.name}>
            {(control) => <Input {...control} autoComplete="off" maxLength={60} />}
          </Field>
          {mayShare && <CheckboxField name="shared" label={t("dialog.share")} />}
        </form>
      </DialogContent>
    </Dialog>
  )
}
