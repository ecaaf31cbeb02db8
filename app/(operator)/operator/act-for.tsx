"use client"
import { useTranslations } from "next-intl"
import { FormDialog } from "@/app/form-dialog"
import { useRouter } from "@/components/link"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { merchantHref } from "@/lib/address"
import { comeTo } from "./actions"

/** Opens a merchant's portal. The operator gives a reason, which the merchant can read. */
export function ActFor({ merchantId, name }: { merchantId: string; name: string }) {
  const t = useTranslations("operator.actFor")
  const router = useRouter()
  return (
    <FormDialog
      trigger={
        <Button size="small" aria-label={t("triggerName", { name })}>
          {t("trigger")}
        </Button>
      }
      title={t("title", { name })}
      description={t("description")}
      submitLabel={t("submit")}
      action={comeTo}
      input={(form) => ({ merchantId, reason: String(form.get("reason")) })}
      errors={({ fields }) => ({ reason: fields.reason && t("reasonError") })}
      onDone={({ slug }) => router.push(merchantHref(slug, "/"))}
    >
      {(errors) => (
        <Field name="reason" label={t("reason")} help={t("reasonHelp")} error={errors.reason}>
          {(control) => <Input {...control} autoComplete="off" maxLength={200} />}
        </Field>
      )}
    </FormDialog>
  )
}
