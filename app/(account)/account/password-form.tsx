"use client"
import { useTranslations } from "next-intl"
import type { FormEvent } from "react"
import { PasswordInput } from "@/app/(auth)/password-input"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { setPassword } from "./actions"

export function PasswordForm({ email, minLength: min }: { email: string; minLength: number }) {
  const t = useTranslations("account.password")
  const { run, pending, refusal } = useAction(setPassword, { done: { title: t("done") } })
  const fieldErrors = {
    current:
      refusal?.code === "wrong_password" ? refusal.sentence : refusal?.fields.current && t("currentError"),
    password: refusal?.fields.password && t("newError", { min }),
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const data = new FormData(form)
    const outcome = await run({
      current: String(data.get("current")),
      password: String(data.get("password")),
    })
    if (outcome.ok) form.reset()
  }

  return (
    <form method="post" noValidate onSubmit={submit} className="space-y-5">
      <FormError refusal={refusal} fieldErrors={fieldErrors} />
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field name="current" label={t("current")} error={fieldErrors.current}>
        {(control) => <PasswordInput {...control} autoComplete="current-password" maxLength={200} />}
      </Field>
      <Field name="password" label={t("new")} help={t("newHelp", { min })} error={fieldErrors.password}>
        {(control) => <PasswordInput {...control} autoComplete="new-password" maxLength={200} />}
      </Field>
      <Button type="submit" pending={pending}>
        {t("submit")}
      </Button>
    </form>
  )
}
