"use client"
import { useTranslations } from "next-intl"
import { useActionState, useState } from "react"
import { useMerchant } from "@/components/link"
import { Button } from "@/components/ui/button"
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { Input } from "@/components/ui/input"
import { toast } from "@/components/ui/toast"
import { errorSentence } from "@/lib/i18n/error-sentence"
import { add } from "./actions"

const FORM = "add-location"

const NAMES = ["name", "ref", "address", "postalCode", "city"] as const
type Values = Record<(typeof NAMES)[number], string>
type State = { values: Values; message?: string; fieldErrors: Record<string, string> }

const EMPTY: State = {
  values: { name: "", ref: "", address: "", postalCode: "", city: "" },
  fieldErrors: {},
}

/** Adds one location by hand, for a POS that does not send its own. */
export function AddLocation({ variant = "secondary" }: { variant?: "primary" | "secondary" }) {
  const t = useTranslations("locations.actions")
  const [open, setOpen] = useState(false)
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button variant={variant}>{t("add")}</Button>
      </DialogTrigger>
      {open && <AddDialog close={() => setOpen(false)} />}
    </Dialog>
  )
}

function AddDialog({ close }: { close: () => void }) {
  const t = useTranslations("locations.add")
  const tActions = useTranslations("common.actions")
  const tErrors = useTranslations("errors")
  const merchant = useMerchant()
  const [state, submit, pending] = useActionState(async (_: State, form: FormData): Promise<State> => {
    const values = Object.fromEntries(NAMES.map((name) => [name, String(form.get(name) ?? "")])) as Values
    const result = await add(merchant, values)
    if (!result.ok) {
      if (result.code === "location_ref_taken")
        return { values, fieldErrors: { ref: errorSentence(tErrors, result) } }
      const fieldErrors = Object.fromEntries(
        NAMES.filter((name) => name in result.fields).map((name) => [
          name,
          name === "name" || name === "ref" ? t(`errors.${name}`) : t("errors.other"),
        ]),
      )
      const isAboutFields = Object.keys(fieldErrors).length > 0
      return { values, fieldErrors, message: isAboutFields ? undefined : errorSentence(tErrors, result) }
    }
    toast({ tone: "delivered", title: t("done", { name: values.name.trim() }), description: t("doneHint") })
    close()
    return EMPTY
  }, EMPTY)
  const { values, fieldErrors, message } = state

  return (
    <DialogContent
      title={t("title")}
      description={t("description")}
      footer={
        <>
          <DialogClose asChild>
            <Button>{tActions("cancel")}</Button>
          </DialogClose>
          <Button type="submit" form={FORM} variant="primary" pending={pending}>
            {t("submit")}
          </Button>
        </>
      }
    >
      <form id={FORM} action={submit} noValidate className="grid gap-5 pb-1">
        <FormError message={message} fieldErrors={fieldErrors} />
        <Field name="name" label={t("name")} error={fieldErrors.name}>
          {(control) => <Input {...control} defaultValue={values.name} autoComplete="off" />}
        </Field>
        <Field name="ref" label={t("ref")} help={t("refHelp")} error={fieldErrors.ref}>
          {(control) => (
            <Input
              {...control}
              defaultValue={values.ref}
              className="font-mono"
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
            />
          )}
        </Field>
        <Field name="address" label={t("address")} optional error={fieldErrors.address}>
          {(control) => <Input {...control} defaultValue={values.address} autoComplete="off" />}
        </Field>
        <div className="grid gap-5 sm:grid-cols-[11rem_1fr]">
          <Field name="postalCode" label={t("postalCode")} optional error={fieldErrors.postalCode}>
            {(control) => <Input {...control} defaultValue={values.postalCode} autoComplete="off" />}
          </Field>
          <Field name="city" label={t("city")} optional error={fieldErrors.city}>
            {(control) => <Input {...control} defaultValue={values.city} autoComplete="off" />}
          </Field>
        </div>
      </form>
    </DialogContent>
  )
}
