"use client"
import { Plus } from "lucide-react"
import { useTranslations } from "next-intl"
import { FormDialog } from "@/app/form-dialog"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { EmailInput } from "@/components/ui/input"
import type { Role } from "@/db/enums"
import { invite } from "./actions"
import type { Invited } from "./invited-panel"
import { RoleChoices } from "./role-choices"

export function InviteDialog({ onInvited }: { onInvited: (invited: Invited) => void }) {
  const t = useTranslations("settings.team.invite")
  return (
    <FormDialog
      trigger={
        <Button variant="primary">
          <Plus aria-hidden />
          {t("trigger")}
        </Button>
      }
      title={t("title")}
      description={t("description")}
      submitLabel={t("submit")}
      action={invite}
      input={(form) => ({ email: String(form.get("email")).trim(), role: form.get("role") as Role })}
      errors={({ fields }) => ({ email: fields.email && t("emailError") })}
      onDone={({ link }, { email }) => onInvited({ email, link })}
    >
      {(errors) => (
        <>
          <Field name="email" label={t("email")} error={errors.email}>
            {(control) => <EmailInput {...control} autoComplete="off" />}
          </Field>
          <RoleChoices legend={t("role")} initial="manager" />
        </>
      )}
    </FormDialog>
  )
}
