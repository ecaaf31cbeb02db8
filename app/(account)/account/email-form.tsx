"use client"
import { useTranslations } from "next-intl"
import { type FormEvent, useState } from "react"
import { PasswordInput } from "@/app/(auth)/password-input"
import { useAction } from "@/app/use-action"
import { Banner } from "@/components/ui/banner"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { EmailInput } from "@/components/ui/input"
import { setEmail } from "./actions"

export function EmailForm() {
  const t = useTranslations("account.email")
  const tPassword = useTranslations("account.password")
  const { run, pending, refusal } = useAction(setEmail)
  const [sentTo, setSentTo] = useState<string>()
  const fieldErrors = {
    email: refusal?.fields.email && t("newError"),
    current:
      refusal?.code === "wrong_password"
        ? refusal.sentence
        : refusal?.fields.current && tPassword("currentError"),
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const data = new FormData(form)
    const email = String(data.get("email")).trim()
    setSentTo(undefined)
    if (!(await run({ email, current: String(data.get("current")) })).ok) return
    form.reset()
    setSentTo(email)
  }

  return (
    <form method="post" noValidate onSubmit={submit} className="space-y-5">
      {sentTo && (
        <div role="status" className="max-w-prose">
          <Banner>{t("sent", { email: sentTo })}</Banner>
        </div>
      )}
      <FormError refusal={refusal} fieldErrors={fieldErrors} />
      <Field name="email" label={t("new")} error={fieldErrors.email}>
        {(control) => <EmailInput {...control} autoComplete="email" />}
      </Field>
      <Field name="current" label={t("current")} error={fieldErrors.current}>
        {(control) => <PasswordInput {...control} autoComplete="current-password" maxLength={200} />}
      </Field>
      <Button type="submit" pending={pending}>
        {t("submit")}
      </Button>
    </form>
  )
}
