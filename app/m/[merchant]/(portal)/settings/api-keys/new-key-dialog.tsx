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
import { Select } from "@/components/ui/select"
import { KEY_SCOPES, type KeyScope } from "@/db/enums"
import { createKey } from "./actions"
import type { CreatedKey } from "./new-key-panel"

export type NewKeyLocation = { id: string; ref: string; name: string }

export function NewKeyDialog({
  locations,
  onCreated,
}: {
  locations: NewKeyLocation[]
  onCreated: (created: CreatedKey) => void
}) {
  const t = useTranslations("settings.keys.create")
  const tActions = useTranslations("common.actions")
  const [open, setOpen] = useState(false)
  const formId = useId()
  const { run, pending, refusal, forget } = useAction(createKey)
  const fieldErrors = useMemo(
    () => ({
      name: refusal?.fields.name && t("nameError"),
      scopes: refusal?.fields.scopes && t("scopesError"),
    }),
    [refusal, t],
  )

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const name = String(data.get("name"))
    const locationId = String(data.get("locationId") ?? "") || null
    const scopes = data.getAll("scopes") as KeyScope[]
    const outcome = await run({ name, locationId, scopes })
    if (!outcome.ok) return
    setOpen(false)
    onCreated({
      name: name.trim(),
      key: outcome.data.key,
      mayOrder: scopes.includes("checkout"),
      location: locations.find(({ id }) => id === locationId) ?? locations[0],
    })
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
        <Button variant="primary">
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
            <FormError
              message={refusal.code === "validation_failed" ? undefined : refusal.sentence}
              fieldErrors={fieldErrors}
            />
          )}
          <Field name="name" label={t("name")} help={t("nameHelp")} error={fieldErrors.name}>
            {(control) => <Input {...control} maxLength={80} autoComplete="off" />}
          </Field>
          <fieldset aria-describedby={fieldErrors.scopes && `${formId}-scopes`}>
            <legend className="mb-1.5 text-13 font-medium">{t("scopes")}</legend>
            <div className="space-y-2.5">
              {KEY_SCOPES.map((scope) => (
                <ScopeChoice key={scope} scope={scope} />
              ))}
            </div>
            {fieldErrors.scopes && (
              <p id={`${formId}-scopes`} className="mt-1.5 text-13 text-failed">
                {fieldErrors.scopes}
              </p>
            )}
          </fieldset>
          {locations.length > 0 && (
            <Field name="locationId" label={t("location")} help={t("locationHelp")} optional>
              {(control) => (
                <Select {...control} defaultValue="">
                  <option value="">{t("anyLocation")}</option>
                  {locations.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          )}
        </form>
      </DialogContent>
    </Dialog>
  )
}

function ScopeChoice({ scope }: { scope: KeyScope }) {
  const t = useTranslations("settings.keys.scopes")
  return (
    <CheckboxField
      name="scopes"
      value={scope}
      defaultChecked={scope === "checkout"}
      label={t(`${scope}.word`)}
      help={t(`${scope}.help`)}
    />
  )
}
