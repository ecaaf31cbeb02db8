"use client"
import { useTranslations } from "next-intl"
import { type FormEvent, useState } from "react"
import { useAction } from "@/app/use-action"
import { Button, ButtonLink } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { PasswordInput } from "../../password-input"
import { Title } from "../../title"
import { reset } from "./actions"

export function ResetForm({
  token,
  email,
  passwordMinLength: min,
}: {
  token: string
  email: string
  passwordMinLength: number
}) {
  const t = useTranslations("account.reset")
  const tPassword = useTranslations("account.password")
  const { run, pending, refusal } = useAction(reset)
  const [isDone, setIsDone] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const password = String(new FormData(event.currentTarget).get("password"))
    if ((await run({ token, password })).ok) setIsDone(true)
  }

  if (isDone)
    return (
      <div role="status">
        <Title className="mb-3">{t("doneTitle")}</Title>
        <p className="mb-6 text-pretty text-secondary">{t("doneBody")}</p>
        <ButtonLink variant="primary" href="/sign-in">
          {t("signIn")}
        </ButtonLink>
      </div>
    )
  const passwordError = refusal?.fields.password && tPassword("newError", { min })
  return (
    <>
      <Title className="mb-3">{t("title")}</Title>
      <p className="mb-6 text-pretty text-secondary">
        {t.rich("body", { email, b: (words) => <span className="text-ink">{words}</span> })}
      </p>
      <form method="post" noValidate onSubmit={submit} className="space-y-5">
        <FormError refusal={refusal} fieldErrors={{ password: passwordError }} />
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <Field
          name="password"
          label={t("password")}
          help={tPassword("newHelp", { min })}
          error={passwordError}
        >
          {(control) => <PasswordInput {...control} autoComplete="new-password" maxLength={200} />}
        </Field>
        <Button type="submit" variant="primary" pending={pending} className="w-full">
          {t("submit")}
        </Button>
      </form>
    </>
  )
}
