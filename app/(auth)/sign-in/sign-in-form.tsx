"use client"
import { useTranslations } from "next-intl"
import { type FormEvent, useState, useTransition } from "react"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { EmailInput } from "@/components/ui/input"
import { PasswordInput } from "../password-input"
import { signInWithPassword } from "../sign-in-with-password"

export function SignInForm({ callbackUrl }: { callbackUrl: string }) {
  const t = useTranslations("auth.signIn")
  const [refusal, setRefusal] = useState<{ sentence: string }>()
  const [pending, startTransition] = useTransition()

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    startTransition(async () => {
      const refused = await signInWithPassword(String(data.get("email")).trim(), String(data.get("password")))
      if (refused) return setRefusal({ sentence: t(`refused.${refused.reason}`, refused) })
      window.location.assign(callbackUrl)
      // Keep the button busy until the next page loads.
      await new Promise(() => {})
    })
  }

  return (
    // `post`: without JavaScript, a GET form would put the password in the address.
    <form method="post" onSubmit={submit} className="space-y-5">
      <FormError refusal={refusal} />
      <Field name="email" label={t("email")}>
        {(control) => <EmailInput {...control} autoComplete="username" />}
      </Field>
      <Field name="password" label={t("password")}>
        {(control) => <PasswordInput {...control} autoComplete="current-password" maxLength={200} />}
      </Field>
      <Button type="submit" variant="primary" pending={pending} className="w-full">
        {t("submit")}
      </Button>
    </form>
  )
}
