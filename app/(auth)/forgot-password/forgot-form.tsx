"use client"
import { useTranslations } from "next-intl"
import { type FormEvent, useState } from "react"
import { useAction } from "@/app/use-action"
import { Button, ButtonLink } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { EmailInput } from "@/components/ui/input"
import { Title } from "../title"
import { askForLink } from "./actions"

/** Asks for a reset link. Gives the same answer whether or not the address has an account. */
export function ForgotForm() {
  const t = useTranslations("account.forgot")
  const { run, pending, refusal } = useAction(askForLink)
  const [sentTo, setSentTo] = useState<string>()

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const email = String(new FormData(event.currentTarget).get("email")).trim()
    if ((await run({ email })).ok) setSentTo(email)
  }

  if (sentTo)
    return (
      <div role="status">
        <Title className="mb-3">{t("sentTitle")}</Title>
        <p className="mb-6 text-pretty text-secondary">{t("sentBody", { email: sentTo })}</p>
        <ButtonLink href="/sign-in">{t("back")}</ButtonLink>
      </div>
    )
  const emailError = refusal?.fields.email && t("emailError")
  return (
    <>
      <Title className="mb-3">{t("title")}</Title>
      <p className="mb-6 text-pretty text-secondary">{t("body")}</p>
      <form method="post" noValidate onSubmit={submit} className="space-y-5">
        <FormError refusal={refusal} fieldErrors={{ email: emailError }} />
        <Field name="email" label={t("email")} error={emailError}>
          {(control) => <EmailInput {...control} autoComplete="username" />}
        </Field>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" pending={pending}>
            {t("submit")}
          </Button>
          <ButtonLink href="/sign-in" variant="ghost">
            {t("back")}
          </ButtonLink>
        </div>
      </form>
    </>
  )
}
