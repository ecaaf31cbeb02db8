"use client"
import { useTranslations } from "next-intl"
import { type FormEvent, useState } from "react"
import { useAction } from "@/app/use-action"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { Input } from "@/components/ui/input"
import { PasswordInput } from "../../password-input"
import { signInWithPassword } from "../../sign-in-with-password"
import { createAccount } from "./actions"

export function NewAccountForm({ token, passwordMinLength }: { token: string; passwordMinLength: number }) {
  const t = useTranslations("auth.invite.account")
  const { run, pending, refusal } = useAction(createAccount)
  const [entering, setEntering] = useState(false)
  const fieldErrors = {
    name: refusal?.fields.name && t("nameError"),
    password: refusal?.fields.password && t("passwordError", { min: passwordMinLength }),
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const password = String(data.get("password"))
    const created = await run({ token, name: String(data.get("name")), password })
    if (!created.ok) return
    setEntering(true)
    const refused = await signInWithPassword(created.data.email, password)
    // The account exists by now. If signing in fails, the sign-in form explains why.
    window.location.assign(refused ? "/sign-in" : "/")
  }

  return (
    <form method="post" noValidate onSubmit={submit} className="space-y-5">
      <FormError refusal={refusal} fieldErrors={fieldErrors} />
      <Field name="name" label={t("name")} error={fieldErrors.name}>
        {(control) => <Input {...control} autoComplete="name" maxLength={120} />}
      </Field>
      <Field
        name="password"
        label={t("password")}
        help={t("passwordHelp", { min: passwordMinLength })}
        error={fieldErrors.password}
      >
        {(control) => <PasswordInput {...control} autoComplete="new-password" maxLength={200} />}
      </Field>
      <Button type="submit" variant="primary" pending={pending || entering} className="w-full">
        {t("submit")}
      </Button>
    </form>
  )
}
