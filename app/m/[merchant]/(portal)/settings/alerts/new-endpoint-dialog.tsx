"use client"
import { Plus } from "lucide-react"
import { useTranslations } from "next-intl"
import { type FormEvent, useId, useMemo, useState } from "react"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { CheckboxField } from "@/components/ui/checkbox"
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { Input } from "@/components/ui/input"
import { ALERT_KINDS, type AlertKind } from "@/db/enums"
import { add } from "./actions"

export function NewEndpointDialog({
  onCreated,
}: {
  onCreated: (created: { url: string; secret: string }) => void
}) {
  const t = useTranslations("alerts.settings.endpoints.create")
  const tNames = useTranslations("alerts.names")
  const tActions = useTranslations("common.actions")
  const [open, setOpen] = useState(false)
  const formId = useId()
  const { run, pending, refusal, forget } = useAction(add)
  const fieldErrors = useMemo(
    () => ({
      url:
        refusal?.code === "webhook_address_refused" ? refusal.sentence : refusal?.fields.url && t("urlError"),
      kinds: refusal?.fields.kinds && t("kindsError"),
    }),
    [refusal, t],
  )
  const isAboutFields = fieldErrors.url || fieldErrors.kinds

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const url = String(data.get("url")).trim()
    const outcome = await run({ url, kinds: data.getAll("kinds") as AlertKind[] })
    if (!outcome.ok) return
    setOpen(false)
    onCreated({ url, secret: outcome.data.secret })
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
        <Button>
          <Plus aria-hidden />
          {t("trigger")}
        </Button>
      </DialogTrigger>
      <DialogContent
        title={t("title")}
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
        <form id={formId} method="post" noValidate onSubmit={submit} className="space-y-5 pb-1">
          {refusal && (
            <FormError message={isAboutFields ? undefined : refusal.sentence} fieldErrors={fieldErrors} />
          )}
          <Field name="url" label={t("url")} help={t("urlHelp")} error={fieldErrors.url || undefined}>
            {(control) => (
              <Input
                {...control}
                type="url"
                placeholder="https://"
                maxLength={2000}
                autoComplete="off"
                spellCheck={false}
                className="font-mono text-13"
              />
            )}
          </Field>
          <fieldset aria-describedby={fieldErrors.kinds && `${formId}-kinds`}>
            <legend className="mb-1.5 text-13 font-medium">{t("kinds")}</legend>
            <div className="space-y-2">
              {ALERT_KINDS.map((kind) => (
                <CheckboxField
                  key={kind}
                  name="kinds"
                  value={kind}
                  defaultChecked
                  label={tNames(`${kind}.name`)}
                />
              ))}
            </div>
            {fieldErrors.kinds && (
              <p id={`${formId}-kinds`} className="mt-1.5 text-13 text-failed">
                {fieldErrors.kinds}
              </p>
            )}
          </fieldset>
        </form>
      </DialogContent>
    </Dialog>
  )
}
