"use client"
import { useTranslations } from "next-intl"
import { type FormEvent, useId, useState } from "react"
import { useAction } from "@/app/use-action"
import { useRouter } from "@/components/link"
import { Button } from "@/components/ui/button"
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { Input } from "@/components/ui/input"
import { merchantHref } from "@/lib/address"
import { comeTo } from "./actions"

/** Goes into a merchant's portal, with a reason that the merchant can read. */
export function ActFor({ merchantId, name }: { merchantId: string; name: string }) {
  const t = useTranslations("operator.actFor")
  const tActions = useTranslations("common.actions")
  const [open, setOpen] = useState(false)
  const formId = useId()
  const router = useRouter()
  const { run, pending, refusal, forget } = useAction(comeTo)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const reason = String(new FormData(event.currentTarget).get("reason"))
    const outcome = await run({ merchantId, reason })
    if (outcome.ok) router.push(merchantHref(outcome.data.slug, "/"))
  }

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        forget()
        setOpen(next)
      }}
    >
      <DialogTrigger asChild>
        <Button size="small" aria-label={t("triggerName", { name })}>
          {t("trigger")}
        </Button>
      </DialogTrigger>
      <DialogContent
        title={t("title", { name })}
        description={t("description")}
        footer={
          <>
            <DialogClose asChild>
              <Button>{tActions("cancel")}</Button>
            </DialogClose>
            <Button type="submit" form={formId} variant="primary" pending={pending}>
              {t("submit")}
            </Button>
          </>
        }
      >
        <form id={formId} onSubmit={submit} noValidate className="space-y-5 pb-1">
          {refusal && !refusal.fields.reason && <FormError message={refusal.sentence} />}
          <Field
            name="reason"
            label={t("reason")}
            help={t("reasonHelp")}
            error={refusal?.fields.reason && t("reasonError")}
          >
            {(control) => <Input {...control} autoComplete="off" maxLength={200} />}
          </Field>
        </form>
      </DialogContent>
    </Dialog>
  )
}
