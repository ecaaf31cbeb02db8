"use client"
import { Plus } from "lucide-react"
import { useTranslations } from "next-intl"
import { FormDialog } from "@/app/form-dialog"
import { Button } from "@/components/ui/button"
import { CheckboxField } from "@/components/ui/checkbox"
import { Field, FieldGroup } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { KEY_SCOPES, type KeyScope } from "@/db/enums"
import { LocationSelect, type Place, usePlaces } from "../../location-select"
import { createKey } from "./actions"
import type { CreatedKey } from "./new-key-panel"

export function NewKeyDialog({
  variant,
  locations,
  onCreated,
}: {
  variant: "primary" | "secondary"
  locations: Place[]
  onCreated: (created: CreatedKey) => void
}) {
  const t = useTranslations("settings.keys.create")
  const choice = usePlaces(locations)
  const tScopes = useTranslations("settings.keys.scopes")
  return (
    <FormDialog
      trigger={
        <Button variant={variant}>
          <Plus aria-hidden />
          {t("trigger")}
        </Button>
      }
      title={t("title")}
      description={t("description")}
      submitLabel={t("submit")}
      action={createKey}
      input={(form) => ({
        name: String(form.get("name")),
        locationId: String(form.get("locationId") ?? "") || null,
        scopes: form.getAll("scopes") as KeyScope[],
      })}
      errors={({ fields }) => ({
        name: fields.name && t("nameError"),
        scopes: fields.scopes && t("scopesError"),
      })}
      onDone={({ key }, { name }) => onCreated({ name: name.trim(), key })}
    >
      {(errors) => (
        <>
          <Field name="name" label={t("name")} help={t("nameHelp")} error={errors.name}>
            {(control) => <Input {...control} maxLength={80} autoComplete="off" />}
          </Field>
          <FieldGroup legend={t("scopes")} error={errors.scopes}>
            {KEY_SCOPES.map((scope) => (
              <CheckboxField
                key={scope}
                name="scopes"
                value={scope}
                defaultChecked={scope === "checkout"}
                label={tScopes(`${scope}.word`)}
                help={tScopes(`${scope}.help`)}
              />
            ))}
          </FieldGroup>
          {locations.length > 0 && (
            <Field name="locationId" label={t("location")} help={t("locationHelp")} optional>
              {(control) => (
                <LocationSelect {...control} defaultValue="" choice={choice} none={t("anyLocation")} />
              )}
            </Field>
          )}
        </>
      )}
    </FormDialog>
  )
}
