"use client"
import { Plus } from "lucide-react"
import { useTranslations } from "next-intl"
import { FormDialog } from "@/app/form-dialog"
import { Button } from "@/components/ui/button"
import { CheckboxField } from "@/components/ui/checkbox"
import { Field, FieldGroup } from "@/components/ui/field"
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
  return (
    <FormDialog
      trigger={
        <Button>
          <Plus aria-hidden />
          {t("trigger")}
        </Button>
      }
      title={t("title")}
      description={t("description")}
      submitLabel={t("submit")}
      action={add}
      input={(form) => ({
        url: String(form.get("url")).trim(),
        kinds: form.getAll("kinds") as AlertKind[],
      })}
      errors={({ code, sentence, fields }) => ({
        url: code === "webhook_address_refused" ? sentence : fields.url && t("urlError"),
        kinds: fields.kinds && t("kindsError"),
      })}
      onDone={({ secret }, { url }) => onCreated({ url, secret })}
    >
      {(errors) => (
        <>
          <Field name="url" label={t("url")} help={t("urlHelp")} error={errors.url}>
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
          <FieldGroup legend={t("kinds")} error={errors.kinds} className="space-y-2">
            {ALERT_KINDS.map((kind) => (
              <CheckboxField
                key={kind}
                name="kinds"
                value={kind}
                defaultChecked
                label={tNames(`${kind}.name`)}
              />
            ))}
          </FieldGroup>
        </>
      )}
    </FormDialog>
  )
}
