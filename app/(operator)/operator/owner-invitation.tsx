"use client"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { FormDialog } from "@/app/form-dialog"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import { Field } from "@/components/ui/field"
import { EmailInput } from "@/components/ui/input"
import { SecretPanel } from "@/components/ui/secret-panel"
import { inviteAgain, withdraw } from "./actions"

/** Invites the owner of a merchant without one again, shows the new link until it is copied, and withdraws it. */
export function OwnerInvitation({
  merchantId,
  name,
  email,
  isPending,
  isMailed,
}: {
  merchantId: string
  name: string
  email: string | undefined
  isPending: boolean
  isMailed: boolean
}) {
  const t = useTranslations("operator.invitation")
  const [made, setMade] = useState<{ email: string; link: string }>()
  const { run } = useAction(withdraw, { done: { title: t("withdrawn", { name }) } })
  return (
    <>
      <FormDialog
        trigger={
          <Button size="small" aria-label={t("againLabel", { name })}>
            {t("again")}
          </Button>
        }
        title={t("title", { name })}
        description={t("description")}
        submitLabel={t("submit")}
        action={inviteAgain}
        input={(form) => ({ merchantId, email: String(form.get("email")).trim() })}
        errors={({ fields }) => ({ email: fields.email && t("emailError") })}
        onDone={({ link }, { email }) => setMade({ email, link })}
      >
        {(errors) => (
          <Field name="email" label={t("email")} error={errors.email}>
            {(control) => <EmailInput {...control} defaultValue={email} autoComplete="off" />}
          </Field>
        )}
      </FormDialog>
      {isPending && (
        <ConfirmDialog
          trigger={
            <Button size="small" variant="ghost" aria-label={t("withdrawLabel", { name })}>
              {t("withdraw")}
            </Button>
          }
          title={t("withdrawTitle", { name })}
          consequence={t("withdrawConsequence", { email: email ?? "" })}
          confirmLabel={t("withdrawConfirm")}
          tone="danger"
          onConfirm={async () => {
            const outcome = await run({ merchantId })
            if (outcome.ok) setMade(undefined)
            return outcome
          }}
        />
      )}
      {made && (
        <SecretPanel
          secret={{ label: t("link", { email: made.email }), value: made.link }}
          hint={t(isMailed ? "mailed" : "sendIt")}
          copiedLabel={t("copied")}
          onCopied={() => setMade(undefined)}
          className="order-last mb-0 basis-full"
        />
      )}
    </>
  )
}
