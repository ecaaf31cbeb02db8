"use client"
import { useTranslations } from "next-intl"
import { type FormEvent, useState } from "react"
import { useAction } from "@/app/use-action"
import { Button, ButtonLink } from "@/components/ui/button"
import { FormError } from "@/components/ui/form-error"
import { Title } from "../../title"
import { confirm } from "./actions"

export function ConfirmForm({ token, email }: { token: string; email: string }) {
  const t = useTranslations("account.confirm")
  const { run, pending, refusal } = useAction(confirm)
  const [isDone, setIsDone] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if ((await run({ token })).ok) setIsDone(true)
  }

  return (
    <>
      <Title className="mb-3">{t(isDone ? "doneTitle" : "title")}</Title>
      {isDone ? (
        <div role="status">
          <p className="mb-6 text-pretty text-secondary">{t("doneBody", { email })}</p>
          <ButtonLink variant="primary" href="/">
            {t("home")}
          </ButtonLink>
        </div>
      ) : (
        <form method="post" onSubmit={submit} className="space-y-5">
          <p className="text-pretty text-secondary">
            {t.rich("body", { email, b: (words) => <span className="text-ink">{words}</span> })}
          </p>
          <FormError refusal={refusal} />
          <Button type="submit" variant="primary" pending={pending}>
            {t("submit")}
          </Button>
        </form>
      )}
    </>
  )
}
