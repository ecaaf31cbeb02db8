"use client"
import { useTranslations } from "next-intl"
import { FormDialog } from "@/app/form-dialog"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { add } from "./actions"

/** Adds one location by hand, for a POS that does not send its locations. */
export function AddLocation({ variant = "secondary" }: { variant?: "primary" | "secondary" }) {
  const t = useTranslations("locations.add")
  const tActions = useTranslations("locations.actions")
  return (
    <FormDialog
      trigger={<Button variant={variant}>{tActions("add")}</Button>}
      title={t("title")}
      description={t("description")}
      submitLabel={t("submit")}
      action={add}
      input={(form) => {
        const written = (name: string) => String(form.get(name) ?? "")
        return {
          name: written("name"),
          ref: written("ref"),
          address: written("address"),
          postalCode: written("postalCode"),
          city: written("city"),
        }
      }}
      errors={({ code, sentence, fields }) => ({
        name: fields.name && t("errors.name"),
        ref: code === "location_ref_taken" ? sentence : fields.ref && t("errors.ref"),
        address: fields.address && t("errors.other"),
        postalCode: fields.postalCode && t("errors.other"),
        city: fields.city && t("errors.other"),
      })}
      done={(_, { name }) => ({
        tone: "delivered",
        title: t("done", { name: name.trim() }),
        description: t("doneHint"),
      })}
    >
      {(errors) => (
        <>
          <Field name="name" label={t("name")} error={errors.name}>
            {(control) => <Input {...control} autoComplete="off" />}
          </Field>
          <Field name="ref" label={t("ref")} help={t("refHelp")} error={errors.ref}>
            {(control) => (
              <Input
                {...control}
                className="font-mono"
                autoComplete="off"
                autoCapitalize="off"
                spellCheck={false}
              />
            )}
          </Field>
          <Field name="address" label={t("address")} optional error={errors.address}>
            {(control) => <Input {...control} autoComplete="off" />}
          </Field>
          <div className="grid gap-5 sm:grid-cols-[11rem_1fr]">
            <Field name="postalCode" label={t("postalCode")} optional error={errors.postalCode}>
              {(control) => <Input {...control} autoComplete="off" />}
            </Field>
            <Field name="city" label={t("city")} optional error={errors.city}>
              {(control) => <Input {...control} autoComplete="off" />}
            </Field>
          </div>
        </>
      )}
    </FormDialog>
  )
}
