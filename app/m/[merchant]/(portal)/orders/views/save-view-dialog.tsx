"use client"
import { useTranslations } from "next-intl"
import { FormDialog } from "@/app/form-dialog"
import { saveView } from "@/app/m/[merchant]/(portal)/orders/actions"
import { ordersHref } from "@/app/m/[merchant]/(portal)/orders/address"
import { useRouter } from "@/components/link"
import { CheckboxField } from "@/components/ui/checkbox"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import type { OrderSelection } from "@/lib/orders/schema"

/** Saves the current filters under a name. */
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
  return (
    <FormDialog
      state={[open, onOpenChange]}
      title={t("dialog.title")}
      description={t("dialog.body")}
      submitLabel={t("dialog.submit")}
      action={saveView}
      input={(form) => ({
        name: String(form.get("name")).trim(),
        filters,
        isShared: form.get("shared") === "on",
      })}
      errors={({ fields }) => ({
        name: fields.name && t(fields.name === "taken" ? "dialog.taken" : "dialog.long"),
      })}
      done={(_, { name }) => ({ tone: "delivered", title: t("saved", { name }) })}
      onDone={({ id }) => router.replace(ordersHref({ ...filters, view: id }), { scroll: false })}
    >
      {(errors) => (
        <>
          <Field name="name" label={t("dialog.name")} help={t("dialog.help")} error={errors.name}>
            {(control) => <Input {...control} autoComplete="off" maxLength={60} />}
          </Field>
          {mayShare && <CheckboxField name="shared" label={t("dialog.share")} />}
        </>
      )}
    </FormDialog>
  )
}
